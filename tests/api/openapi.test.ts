import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { createApp } from '../../api/create-app.ts';
import type { ApiDeps } from '../../api/api-deps.ts';
import { documentOf, operationsOf } from './answer-check.ts';
import { openBench, type Bench } from './bench.ts';

// Describing routes needs nothing of what answering them does.
const app = createApp({ log: { debug: () => undefined }, publicUrl: '' } as unknown as ApiDeps);
const document = documentOf(app);
const operations = operationsOf(app);

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

test('the document is served to everybody, as OpenAPI 3.1, with our own address', async () => {
  const { status, body } = await bench.ask('GET /openapi.json', { key: null });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    openapi: '3.1.0',
    info: { title: 'Rollcall', version: '0.0.0-test' },
    servers: [{ url: 'http://rollcall.test' }],
    security: [{ key: [] }],
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  });
});

test('every reference leads to something', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)];
  expect(references.length).toBeGreaterThan(50);
  for (const [, name] of references) expect(Object.keys(document.components.schemas)).toContain(name);
});

test('the words of the contract are the names of schemas', () => {
  const names = ['Tenant', 'IntegrationSettings', 'Field', 'SyncRun', 'Employee', 'RunChange', 'Key', 'Problem'];
  expect(Object.keys(document.components.schemas)).toEqual(expect.arrayContaining(names));
});

test('what an example shows is what its schema takes', () => {
  let checked = 0;
  for (const [name, schema] of Object.entries(document.components.schemas)) {
    const { examples = [] } = z.looseObject({ examples: z.array(z.json()).optional() }).parse(schema);
    const whole = JSON.stringify({ ...(schema as object), $defs: document.components.schemas }); // a schema is an object
    const made = z.fromJSONSchema(JSON.parse(whole.replaceAll('#/components/schemas/', '#/$defs/')));
    for (const example of examples) {
      checked++;
      expect(made.safeParse(example).error, name).toBeUndefined();
    }
  }
  expect(checked).toBeGreaterThan(2);
});

test('each operation has a name of its own', () => {
  const ids = operations.map(({ operationId }) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
});

describe.each(operations.map((operation) => [`${operation.method} ${operation.path}`, operation] as const))(
  '%s',
  (_name, { method, path, summary, tags, parameters, responses, security }) => {
    test('is described: in a sentence, with its parameters, its answers and its refusals', () => {
      expect(summary).not.toBe('');
      expect(tags).toHaveLength(1);
      const inPath = parameters.filter((parameter) => parameter.in === 'path');
      expect(inPath.map(({ name }) => `{${name}}`)).toEqual(path.match(/\{\w+\}/g) ?? []);
      for (const { required } of inPath) expect(required).toBe(true);
      const statuses = Object.keys(responses).map(Number);
      // A kind by hand answers with the employee, or with nothing for somebody who is none.
      const ways = path.endsWith('/people/{entraObjectId}/kind') ? 2 : 1;
      expect(statuses.filter((status) => status < 300)).toHaveLength(ways);
      expect(statuses).toEqual(expect.arrayContaining([400, 401, 500, 503]));
      for (const status of statuses.filter((each) => each >= 400)) {
        expect(Object.keys(responses[status]?.content ?? {})).toEqual(['application/problem+json']);
      }
    });

    test('is there', async () => {
      const somewhere = path.replaceAll(/\{\w+\}/g, 'x');
      const { status, body } = await bench.ask(`${method} ${somewhere}?nonsense=1`, { key: null, from: '127.0.0.1' });
      // Closed, or it refuses the query: never an address that nobody answers at.
      expect([400, 401]).toContain(status);
      expect(status === 400).toBe(security !== undefined || path === '/metrics');
      expect(body['code']).not.toBe('notFound');
    });
  },
);
