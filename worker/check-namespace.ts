import { type Connection, isGrpcServiceError } from '@temporalio/client';
import { TemporalUnavailableError } from '../temporal/connect.ts';
import { SEARCH_ATTRIBUTES } from '../temporal/contract.ts';

/** https://grpc.io/docs/guides/status-codes/ */
const NOT_FOUND = 5;

/** temporal.api.enums.v1.IndexedValueType, and as the CLI writes it. */
const TYPES = {
  TEXT: { number: 1, cli: 'Text' },
  KEYWORD: { number: 2, cli: 'Keyword' },
  INT: { number: 3, cli: 'Int' },
  DOUBLE: { number: 4, cli: 'Double' },
  BOOL: { number: 5, cli: 'Bool' },
  DATETIME: { number: 6, cli: 'Datetime' },
  KEYWORD_LIST: { number: 7, cli: 'KeywordList' },
} as const;

/**
 * Throws TemporalUnavailableError where the server has no such namespace, or the namespace lacks a search attribute
 * that our workflows set: the one would be told in the worker's own words only, and with the other no tenant could be
 * started. What may not be asked for (a key without that right, Temporal Cloud) is no fault; it shows by itself.
 */
export async function checkNamespace(connection: Connection, namespace: string, address: string): Promise<void> {
  try {
    await connection.workflowService.describeNamespace({ namespace });
  } catch (err) {
    if (!isGrpcServiceError(err) || err.code !== NOT_FOUND) return;
    throw new TemporalUnavailableError(
      `Temporal at ${address} has no namespace ${namespace}. Create it (temporal operator namespace create --namespace ${namespace}), or set TEMPORAL_NAMESPACE.`,
    );
  }
  const known = await searchAttributes(connection, namespace);
  if (known === undefined) return;
  const missing = SEARCH_ATTRIBUTES.filter(({ name }) => known[name] === undefined);
  if (missing.length > 0) {
    const named = missing.map(({ name, type }) => `--name ${name} --type ${TYPES[type].cli}`);
    throw new TemporalUnavailableError(
      `The namespace ${namespace} at ${address} lacks search attributes. Create them (temporal operator search-attribute create --namespace ${namespace} ${named.join(' ')}), and start the worker again after some seconds.`,
    );
  }
  const other = SEARCH_ATTRIBUTES.find(({ name, type }) => known[name] !== TYPES[type].number);
  if (other !== undefined) {
    throw new TemporalUnavailableError(
      `In the namespace ${namespace} at ${address} the search attribute ${other.name} has another type than ${TYPES[other.type].cli}. A type cannot be changed: use a namespace of Rollcall's own, and set TEMPORAL_NAMESPACE.`,
    );
  }
}

/** Numbers of types by name; undefined where the server does not tell. */
async function searchAttributes(
  connection: Connection,
  namespace: string,
): Promise<Readonly<Record<string, number>> | undefined> {
  try {
    return (await connection.operatorService.listSearchAttributes({ namespace })).customAttributes ?? {};
  } catch {
    return undefined;
  }
}
