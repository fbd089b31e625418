import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_FIELDS } from '../../sync/field.schema.ts';
import { DEFAULT_INTEGRATION_SETTINGS } from '../../sync/integration-settings.schema.ts';
import type { TenantStatus } from '../../sync/run.ts';
import { openBench, type Bench } from './bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const settings = DEFAULT_INTEGRATION_SETTINGS;
const withGuests = { ...settings, filters: { ...settings.filters, includeGuests: true } };
const fields = DEFAULT_FIELDS;
const reordered = [...DEFAULT_FIELDS].reverse();
const renamed = DEFAULT_FIELDS.map((field) => (field.key === 'zip' ? { ...field, label: 'Postcode' } : field));
const resourced = DEFAULT_FIELDS.map((field) => (field.key === 'zip' ? { ...field, source: 'officeLocation' } : field));

/** Both are saved in the same way. The stage has saved the settings once, so their version is 2. */
const RESOURCES = [
  ['integration', 2, settings, withGuests],
  ['fields', 1, { items: fields }, { items: resourced }],
] as const;

describe.each(RESOURCES)('%s', (resource, version, saved, other) => {
  const route = (id: string) => `/api/tenants/${id}/${resource}`;

  test('are read with their version as ETag', async () => {
    const tenant = await bench.stage.tenant();
    const read = await bench.ask(`GET ${route(tenant.id)}`);
    expect(read).toMatchObject({ status: 200, body: { version, ...saved } });
    expect(read.headers.get('etag')).toBe(`"${version}"`);
  });

  test('are saved as the next version, and synced', async () => {
    const tenant = await bench.stage.tenant();
    const put = await bench.ask(`PUT ${route(tenant.id)}`, { body: other, headers: { 'if-match': `"${version}"` } });
    expect(put).toMatchObject({ status: 200, body: { version: version + 1, ...other } });
    expect(put.headers.get('etag')).toBe(`"${version + 1}"`);
    expect((await bench.ask(`GET ${route(tenant.id)}`)).body).toEqual(put.body);
    expect(await bench.signals(tenant.id)).toMatchObject([{ name: 'syncNow', input: { trigger: 'settings' } }]);
    expect(await bench.unsent(tenant.id)).toEqual([]);
  });

  test('can be put back as they were read, with their version', async () => {
    const tenant = await bench.stage.tenant();
    const read = await bench.ask(`GET ${route(tenant.id)}`);
    const put = await bench.ask(`PUT ${route(tenant.id)}`, {
      body: read.body,
      headers: { 'if-match': `"${version}"` },
    });
    expect(put.status).toBe(200);
    const mismatched = { body: { ...read.body, version: 7 }, headers: { 'if-match': `"${version + 1}"` } };
    expect(await bench.ask(`PUT ${route(tenant.id)}`, mismatched)).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'version' }] },
    });
  });

  test.each([
    [428, undefined, 'ifMatchMissing'],
    [412, '"99"', 'stale'],
    [412, 'W/"1"', 'stale'],
    [412, '*', 'stale'],
    [412, 'x', 'stale'],
  ])('are not saved, but answered %d, with If-Match %s', async (status, ifMatch, code) => {
    const tenant = await bench.stage.tenant();
    const headers: Record<string, string> = ifMatch === undefined ? {} : { 'if-match': ifMatch };
    const put = await bench.ask(`PUT ${route(tenant.id)}`, { body: other, headers });
    expect(put).toMatchObject({ status, body: { code } });
    expect((await bench.ask(`GET ${route(tenant.id)}`)).body).toMatchObject({ version });
    expect(await bench.signals(tenant.id)).toEqual([]);
  });

  test('of two who save at the same time, one is told that the other did, and which version is newest', async () => {
    const tenant = await bench.stage.tenant();
    const question = { body: other, headers: { 'if-match': `"${version}"` } };
    const puts = await Promise.all([1, 2].map(() => bench.ask(`PUT ${route(tenant.id)}`, question)));
    expect(puts.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412]);
    expect(puts.find(({ status }) => status === 412)?.body).toMatchObject({ version: version + 1 });
  });

  test.each([
    ['unlinked', 200, 'unlinked', 0],
    ['linked', 200, resource === 'integration' ? 'active' : 'linked', resource === 'integration' ? 1 : 0],
    ['active', 200, 'active', 1],
    ['needsAttention', 200, 'needsAttention', 1],
    ['paused', 200, 'paused', 1],
    ['offboarding', 409, 'offboarding', 0],
  ] as const)('of a tenant that is %s: %d, then it is %s, with %d message', async (status, answer, after, messages) => {
    const tenant = await bench.stage.tenant({ status });
    const put = await bench.ask(`PUT ${route(tenant.id)}`, { body: other, headers: { 'if-match': `"${version}"` } });
    expect(put.status, put.text).toBe(answer);
    expect((await tenant.row()).status).toBe(after satisfies TenantStatus);
    expect(await bench.signals(tenant.id)).toHaveLength(messages);
  });
});

describe('fields', () => {
  const put = async (items: unknown) => {
    const tenant = await bench.stage.tenant();
    const answer = await bench.ask(`PUT /api/tenants/${tenant.id}/fields`, {
      body: { items },
      headers: { 'if-match': '"1"' },
    });
    return { answer, signals: await bench.signals(tenant.id) };
  };

  test.each([
    ['another order', reordered],
    ['another label', renamed],
  ])('with %s are saved, and nothing is synced', async (_what, items) => {
    const { answer, signals } = await put(items);
    expect(answer).toMatchObject({ status: 200, body: { version: 2, items } });
    expect(signals).toEqual([]);
  });

  test('with a name of LDAP or in another case are saved as Graph spells them', async () => {
    const items = [
      { key: 'a', label: 'A', source: 'sn' },
      { key: 'b', label: 'B', source: 'EMPLOYEEORGDATA/costcenter' },
    ];
    const { answer } = await put(items);
    expect(answer.body.items).toMatchObject([{ source: 'surname' }, { source: 'employeeOrgData/costCenter' }]);
  });

  test('with a property that Graph does not have are refused, with the place and what could be meant', async () => {
    const { answer, signals } = await put([...fields, { key: 'x', label: 'X', source: 'jobTitel' }]);
    expect(answer).toMatchObject({
      status: 422,
      body: {
        code: 'notAcceptable',
        errors: [{ path: 'items.15.source', message: expect.stringContaining('Did you mean jobTitle?') }],
      },
    });
    expect(signals).toEqual([]);
  });

  test.each([
    ['an expression that is not understood', 422, [{ ...fields[0], source: '= Jion([sn])' }], 'items.0.source'],
    ['an expression with a NUL', 422, [{ ...fields[0], source: '= "a\u0000b"' }], 'items.0.source'],
    ['a policy for the address', 422, [{ ...fields[3], policy: 'neverClear' }], 'items.0.policy'],
    ['a policy that is none', 400, [{ ...fields[0], policy: 'sometimes' }], 'items.0.policy'],
    ['the same key twice', 422, [fields[0], { ...fields[1], key: 'FirstName' }], 'items.1.key'],
    ['a key that is none', 422, [{ ...fields[0], key: '1st' }], 'items.0.key'],
    ['no fields', 422, [], 'items'],
    ['a field without a label', 400, [{ key: 'a', source: 'email' }], 'items.0.label'],
    ['a key that no field has', 400, [{ ...fields[0], color: 'red' }], 'items.0.color'],
    ['no list', 400, 'all', 'items'],
  ])('with %s are refused with %d', async (_what, status, items, path) => {
    expect((await put(items)).answer).toMatchObject({ status, body: { errors: [{ path }] } });
  });
});

describe('integration settings', () => {
  const cleanUp = (change: object) => ({ ...settings, cleanUp: { ...settings.cleanUp, ...change } });
  test.each([
    ['retention beyond ten years', 422, cleanUp({ retentionDays: 3651 }), 'cleanUp.retentionDays'],
    ['half a day of retention', 422, cleanUp({ retentionDays: 0.5 }), 'cleanUp.retentionDays'],
    ['a share above all', 422, cleanUp({ maxRemovalsPercent: 100.5 }), 'cleanUp.maxRemovalsPercent'],
    ['a negative limit', 422, cleanUp({ maxRemovals: -1 }), 'cleanUp.maxRemovals'],
    ['no source of addresses', 422, { ...settings, email: { sources: [] } }, 'email.sources'],
    ['a source twice', 422, { ...settings, email: { sources: ['mail', 'mail'] } }, 'email.sources'],
    ['a source that is none', 400, { ...settings, email: { sources: ['fax'] } }, 'email.sources.0'],
    ['a text for a switch', 400, cleanUp({ enabled: 'yes' }), 'cleanUp.enabled'],
    ['a key that is not known', 400, cleanUp({ dryRun: true }), 'cleanUp.dryRun'],
    ['both kinds of mistake', 400, cleanUp({ dryRun: true, maxRemovals: -1 }), 'cleanUp.maxRemovals'],
  ])('with %s are refused with %d', async (_what, status, body, path) => {
    const tenant = await bench.stage.tenant();
    const headers = { 'if-match': '"2"' };
    const answer = await bench.ask(`PUT /api/tenants/${tenant.id}/integration`, { body, headers });
    expect(answer.status, answer.text).toBe(status);
    expect(answer.body.errors).toEqual(expect.arrayContaining([expect.objectContaining({ path })]));
  });

  const save = async (filters: object) => {
    const tenant = await bench.stage.tenant();
    const body = { ...settings, filters: { ...settings.filters, ...filters } };
    const headers = { 'if-match': '"2"' };
    const answer = await bench.ask(`PUT /api/tenants/${tenant.id}/integration`, { body, headers });
    const { body: saved } = await bench.ask(`GET /api/tenants/${tenant.id}/integration`);
    return { answer, saved, signals: await bench.signals(tenant.id) };
  };

  test('with filters are saved as they were written, but for blanks at their ends', async () => {
    const filters = { odata: " department eq 'Sales'\n", expression: '$.sn.length > 0' };
    const { answer, saved, signals } = await save(filters);
    expect(answer.status, answer.text).toBe(200);
    expect(saved.filters).toEqual({
      ...settings.filters,
      odata: "department eq 'Sales'",
      expression: '$.sn.length > 0',
    });
    expect(signals).toHaveLength(1);
  });

  test('with empty filters are saved without', async () => {
    const { answer, saved } = await save({ odata: '', expression: '  ' });
    expect(answer.status).toBe(200);
    expect(saved.filters).toEqual(settings.filters);
  });

  test('with a filter that is not understood are refused, with place, reason and the name that could be meant', async () => {
    const { answer, saved, signals } = await save({
      odata: "city eq 'x' and departmnt eq 'y'",
      expression: '$.mail = 1',
    });
    expect(answer).toMatchObject({ status: 422, body: { code: 'notAcceptable' } });
    expect(answer.body.errors).toEqual([
      {
        path: 'filters.odata',
        position: 16,
        length: 9,
        reason: 'unknownName',
        nearest: 'department',
        message: 'Graph has no property departmnt of a person. Did you mean department?',
      },
      { path: 'filters.expression', position: 7, length: 1, reason: 'syntax', message: expect.stringContaining('==') },
    ]);
    expect(saved.version).toBe(2);
    expect(signals).toEqual([]);
  });

  test.each([
    ['a property that Graph shows of one person only', 422, { odata: 'skills ne null' }],
    ['a property that needs another permission', 422, { odata: 'signInActivity ne null' }],
    ['a text where a number belongs', 422, { expression: "$.sn.length > 'x'" }],
    ['a filter with a NUL', 422, { odata: "city eq 'a\u0000b'" }],
    ['a filter with half a surrogate pair', 422, { expression: '$.city == "\ud800"' }],
    ['a filter that is too long', 422, { odata: 'x'.repeat(4_001) }],
    ['a filter that is no text', 400, { odata: 5 }],
  ])('with %s are refused with %d', async (_what, status, filters) => {
    expect((await save(filters)).answer.status).toBe(status);
  });

  test('take a fraction of a per cent, and the patterns that are usual where none are given', async () => {
    const tenant = await bench.stage.tenant();
    const { serviceAccountPatterns: usual, ...filters } = settings.filters;
    const body = { ...cleanUp({ maxRemovalsPercent: 2.5 }), filters };
    const answer = await bench.ask(`PUT /api/tenants/${tenant.id}/integration`, {
      body,
      headers: { 'if-match': '"2"' },
    });
    expect(answer).toMatchObject({ status: 200, body: { filters: { serviceAccountPatterns: usual } } });
  });
});
