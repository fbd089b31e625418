import * as z from 'zod';
import type { createApp } from '../../api/create-app.ts';
import { openApiDocument } from '../../api/openapi.ts';

type App = ReturnType<typeof createApp>;
type Answered = { readonly status: number; readonly headers: Headers; readonly text: string };

const METHODS = ['get', 'post', 'put', 'delete'] as const;
const Content = z.record(z.string(), z.object({ schema: z.json() }));
const Operation = z.looseObject({
  operationId: z.string(),
  summary: z.string(),
  tags: z.array(z.string()),
  parameters: z
    .array(z.looseObject({ name: z.string(), in: z.string(), required: z.boolean().optional() }))
    .default([]),
  requestBody: z.looseObject({ required: z.boolean().optional(), content: Content }).optional(),
  responses: z.record(z.string(), z.looseObject({ description: z.string(), content: Content.optional() })),
  security: z.array(z.json()).optional(),
});
export type Operation = z.infer<typeof Operation> & { readonly method: string; readonly path: string };

/** The document as a client reads it: over JSON. */
export function documentOf(app: App) {
  const document: unknown = JSON.parse(
    JSON.stringify(openApiDocument(app, { version: '0', publicUrl: 'http://x.test' })),
  );
  return z
    .looseObject({
      paths: z.record(z.string(), z.partialRecord(z.enum(METHODS), Operation)),
      components: z.looseObject({ schemas: z.record(z.string(), z.json()) }),
    })
    .parse(document);
}

export const operationsOf = (app: App): readonly Operation[] =>
  Object.entries(documentOf(app).paths).flatMap(([path, byMethod]) =>
    METHODS.flatMap((method) => {
      const operation = byMethod[method];
      return operation ? [{ ...operation, path, method: method.toUpperCase() }] : [];
    }),
  );

/** Fails for an answer that the OpenAPI document does not know: a status, a type, a key or a value. */
export function createAnswerCheck(app: App): (method: string, path: string, answer: Answered) => void {
  const { components } = documentOf(app);
  const operations = operationsOf(app).map((operation) => ({
    operation,
    fits: new RegExp(`^${operation.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  }));
  const schemas = new Map<unknown, z.ZodType>();
  const schemaOf = (schema: z.core.util.JSONType): z.ZodType => {
    const known = schemas.get(schema);
    if (known) return known;
    const whole = closed({ ...(schema as object), $defs: components.schemas }); // a schema is an object
    const made = z.fromJSONSchema(JSON.parse(JSON.stringify(whole).replaceAll('#/components/schemas/', '#/$defs/')));
    schemas.set(schema, made);
    return made;
  };
  return (method, path, { status, headers, text }) => {
    const found = operations.find(({ operation, fits }) => operation.method === method && fits.test(path));
    if (found === undefined) return;
    const { operationId, responses } = found.operation;
    const response = responses[status];
    if (response === undefined) throw new Error(`${operationId} answers ${status}, which is not described: ${text}`);
    const type = headers.get('content-type')?.split(';')[0];
    if (response.content === undefined) {
      if (text !== '') throw new Error(`${operationId} answers ${status} with a body that is not described.`);
      return;
    }
    const content = response.content[type ?? ''];
    if (content === undefined) throw new Error(`${operationId} answers ${status} as ${type}, which is not described.`);
    if (!type?.includes('json')) return;
    const result = schemaOf(content.schema).safeParse(JSON.parse(text));
    if (!result.success) throw new Error(`${operationId}, ${status}: ${z.prettifyError(result.error)}\n${text}`);
  };
}

/** What is answered beyond what is described is a mistake too. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return 'properties' in schema && !('additionalProperties' in schema)
    ? { ...inner, additionalProperties: false }
    : inner;
}
