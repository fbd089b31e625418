import { FAILURES, type FailureCode } from '../sync/failure.ts';
import type { EntraTenantId } from '../sync/ids.ts';
import type { Directory, Organization } from './directory.ts';
import { EntraError } from './entra-error.ts';

export type Check = {
  readonly name: 'signIn' | 'directory' | 'people';
  readonly ok: boolean;
  readonly detail: string;
  readonly remedy?: string;
};
/** What is asked from now on, or what came of it. */
type Step =
  { readonly kind: 'asks'; readonly question: Check['name'] } | { readonly kind: 'told'; readonly check: Check };

/** What is known of a directory once it was tried. */
export type Reached = { readonly ok: boolean; readonly tenantName?: string; readonly usersTotal?: number };

type Expected = { readonly expectedId: EntraTenantId; readonly select: readonly string[] };
type Outcome<T> = { readonly check: Check; readonly value?: T; readonly code?: FailureCode };
type Steps<T> = AsyncGenerator<Step, T, void>;

/**
 * Tries what a sync will do, step by step: sign in, ask which directory answers, read a page of people with the real
 * `$select`. What a person can cure comes as a check with its remedy, never as an exception. Without sign-in nothing else
 * is tried, and of another directory nobody is read. Throws the signal's reason when it is aborted.
 */
export async function* checkConnectivity(
  directory: Directory,
  { expectedId, select }: Expected,
  signal: AbortSignal,
): Steps<Reached> {
  const signIn = yield* attempt('signIn', async () => {
    await directory.signIn(signal);
    return { detail: 'Rollcall can sign in to this directory.' };
  });
  if (!signIn.check.ok) return { ok: false };

  const named = yield* attempt('directory', () => confirm(directory, expectedId, signal));
  const tenantName = named.value === undefined ? {} : { tenantName: named.value.displayName };
  if (named.code === 'wrongDirectory') return { ok: false };

  const people = yield* attempt('people', () => readPeople(directory, select, signal));
  const usersTotal = people.value === undefined ? {} : { usersTotal: people.value };
  return { ok: named.check.ok && people.check.ok, ...tenantName, ...usersTotal };
}

type Found<T> = { readonly detail: string; readonly value?: T };

async function confirm(
  directory: Directory,
  expectedId: EntraTenantId,
  signal: AbortSignal,
): Promise<Found<Organization>> {
  const organization = await directory.readOrganization(signal);
  if (organization.id !== expectedId) throw new EntraError('wrongDirectory');
  return { detail: `The directory is ${organization.displayName}.`, value: organization };
}

async function readPeople(
  directory: Directory,
  select: readonly string[],
  signal: AbortSignal,
): Promise<Found<number>> {
  const page = await directory.readUsersPage(undefined, select, signal);
  if (page.users.length === 0 && page.next === undefined) throw new EntraError('listingIncomplete');
  const counted = await directory.countUsers(signal);
  const total = counted ?? (page.next === undefined ? page.users.length : undefined);
  const detail = total === undefined ? 'People can be read.' : `People can be read: there are ${total}.`;
  return total === undefined ? { detail } : { detail, value: total };
}

async function* attempt<T>(question: Check['name'], work: () => Promise<Found<T>>): Steps<Outcome<T>> {
  yield { kind: 'asks', question };
  const outcome = await outcomeOf(question, work);
  yield { kind: 'told', check: outcome.check };
  return outcome;
}

async function outcomeOf<T>(name: Check['name'], work: () => Promise<Found<T>>): Promise<Outcome<T>> {
  try {
    const { detail, value } = await work();
    return value === undefined ? { check: { name, ok: true, detail } } : { check: { name, ok: true, detail }, value };
  } catch (err) {
    if (!(err instanceof EntraError)) throw err;
    return { check: failed(name, err.code, err.requestId), code: err.code };
  }
}

/** Two questions can fail alike. */
const ABOUT: Partial<Record<Check['name'], string>> = {
  directory: 'Asked which directory it is: ',
  people: 'Asked for its people: ',
};

function failed(name: Check['name'], code: FailureCode, requestId: string | undefined): Check {
  const { message, remedy } = FAILURES[code];
  const said = requestId === undefined ? message : `${message} (Microsoft request id ${requestId})`;
  return { name, ok: false, detail: `${ABOUT[name] ?? ''}${said}`, remedy };
}
