import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problem, startFakeRollcall, type FakeRollcall, type Routes } from './fake-rollcall.ts';
import { rollcall, rollcallHere } from './rollcall.ts';
import { change, CONTOSO, duplicate, employee, key, listOf, run, tenant } from './sample.ts';

const RUNS = `/api/tenants/${CONTOSO}/runs`;
const ADA = employee().id;
const OF_ADA = `/api/tenants/${CONTOSO}/employees/${ADA}`;

const routes: Routes = {
  'GET /api/tenants': () => listOf(tenant()),
  'POST /api/tenants': () => ({ status: 201, body: tenant() }),
  [`GET /api/tenants/${CONTOSO}`]: () => ({ body: tenant() }),
  [`DELETE /api/tenants/${CONTOSO}`]: () => ({ status: 202 }),
  [`POST /api/tenants/${CONTOSO}/sync`]: () => ({ status: 202, body: { requestId: 'request-1' } }),
  [`POST /api/tenants/${CONTOSO}/pause`]: () => ({ status: 202 }),
  [`POST /api/tenants/${CONTOSO}/resume`]: () => ({ status: 202 }),
  [`POST /api/tenants/${CONTOSO}/preview`]: () => ({ status: 202, body: { runId: '12' } }),
  [`GET ${RUNS}`]: () => listOf(run()),
  [`GET ${RUNS}/12`]: () => ({ body: run() }),
  [`GET ${RUNS}/12/changes`]: () => listOf(change()),
  [`GET ${RUNS}/12/duplicates`]: () => listOf(duplicate),
  [`POST ${RUNS}/12/retry`]: () => ({ status: 202, body: { requestId: 'request-1' } }),
  [`POST ${RUNS}/12/approval`]: () => ({ status: 202, body: run({ decision: 'approved' }) }),
  [`GET /api/tenants/${CONTOSO}/employees`]: ({ accept }) =>
    accept === 'text/csv'
      ? (response) => response.writeHead(200, { 'content-type': 'text/csv' }).end('Email\r\nada@contoso.example\r\n')
      : listOf(employee()),
  [`POST ${OF_ADA}/restore`]: () => ({ body: employee({ pinned: true }) }),
  [`PUT /api/tenants/${CONTOSO}/people/${ADA}/kind`]: () => ({ status: 204 }),
  [`PUT ${OF_ADA}/pin`]: () => ({ body: employee({ pinned: true }) }),
  [`DELETE ${OF_ADA}/pin`]: () => ({ body: employee() }),
  [`PUT ${OF_ADA}/values/jobTitle`]: () => ({
    body: employee({ values: { displayName: 'Ada', jobTitle: 'Countess' } }),
  }),
  [`DELETE ${OF_ADA}/values/jobTitle`]: () => ({ body: employee({ values: { displayName: 'Ada', jobTitle: null } }) }),
  [`GET /api/tenants/${CONTOSO}/groups`]: () =>
    listOf({ id: 'group-1', name: 'Sales', description: 'All of Sales', members: 12 }),
  [`POST /api/tenants/${CONTOSO}/explanations`]: () => ({
    body: {
      found: 'one',
      person: { entraObjectId: 'person-1', name: 'Ada Lovelace' },
      candidates: [],
      outcome: { kind: 'notImported', reason: 'disabled', text: 'The account is disabled.', remedy: 'Enable it.' },
      steps: [{ step: 'address', passed: 'false', text: 'Ada Elder holds it.', employeeId: 'employee-2' }],
    },
  }),
  [`GET /api/tenants/${CONTOSO}/examples`]: () => ({
    body: { version: 3, items: [{ entraObjectId: ADA, expected: 'notImported' }] },
  }),
  [`PUT /api/tenants/${CONTOSO}/examples`]: ({ body }) => ({ body: { version: 4, ...(body as object) } }), // what was sent
  [`GET /api/tenants/${CONTOSO}/admins`]: () =>
    listOf({ entraObjectId: ADA, name: 'Ada Lovelace', addedAt: '2026-05-04T09:00:00.000Z', linked: true }),
  [`DELETE /api/tenants/${CONTOSO}/admins/${ADA}`]: () => ({ status: 204 }),
  'GET /api/keys': () => listOf(key),
  'POST /api/keys': () => ({ status: 201, body: { ...key, key: 'the-new-key' } }),
  [`DELETE /api/keys/${key.id}`]: () => ({ status: 204 }),
};

/** Each command, what its text must hold, what its document is, and what it must have asked for. */
const COMMANDS = [
  ['tenants list', 'Contoso', { items: [{ id: CONTOSO }], next: null }, 'GET /api/tenants'],
  [`tenants show ${CONTOSO}`, '1,234', { id: CONTOSO, employees: 1234 }, `GET /api/tenants/${CONTOSO}`],
  ['tenants add Contoso', 'active', { id: CONTOSO }, 'POST /api/tenants'],
  [`tenants remove ${CONTOSO} --yes`, 'is being removed', { status: 'offboarding' }, `DELETE /api/tenants/${CONTOSO}`],
  [`sync ${CONTOSO}`, 'Asked for', { requestId: 'request-1' }, `POST /api/tenants/${CONTOSO}/sync`],
  [`sync ${CONTOSO} --wait`, 'succeeded', { id: '12', state: 'succeeded' }, `GET ${RUNS}`],
  [`pause ${CONTOSO}`, 'Paused', { paused: true }, `POST /api/tenants/${CONTOSO}/pause`],
  [`resume ${CONTOSO}`, 'Resumed', { paused: false }, `POST /api/tenants/${CONTOSO}/resume`],
  [
    `preview ${CONTOSO}`,
    `See it with: rollcall runs show ${CONTOSO}/12`,
    { runId: '12' },
    `POST /api/tenants/${CONTOSO}/preview`,
  ],
  [
    `preview ${CONTOSO} --wait`,
    'Saving would change 3 people and mark 1 as missing; 18 stay out.',
    { run: { id: '12' }, lists: { update: [{ action: 'update' }] } },
    `GET ${RUNS}/12/changes`,
  ],
  [`runs list ${CONTOSO} --kind preview`, '3 updated', { items: [{ id: '12' }] }, `GET ${RUNS}`],
  [`runs list ${CONTOSO}`, '3 updated, 1 missing', { items: [{ id: '12' }], next: null }, `GET ${RUNS}`],
  [`runs show ${CONTOSO}/12`, '18 (12 disabled, 6 noEmail)', { id: '12' }, `GET ${RUNS}/12`],
  [
    `runs changes ${CONTOSO}/12`,
    'jobTitle: Analyst → Countess',
    { items: [{ action: 'update' }] },
    `GET ${RUNS}/12/changes`,
  ],
  [
    `runs duplicates ${CONTOSO}/12`,
    'Cleo Two  cleo@contoso.example  Cleo',
    { items: [{ heldBy: { name: 'Cleo' } }] },
    `GET ${RUNS}/12/duplicates`,
  ],
  [`runs retry ${CONTOSO}/12`, 'Asked for', { requestId: 'request-1' }, `POST ${RUNS}/12/retry`],
  [`runs retry ${CONTOSO}/12 --wait`, 'succeeded', { id: '12' }, `POST ${RUNS}/12/retry`],
  [`runs approve ${CONTOSO}/12`, 'Approved', { decision: 'approved' }, `POST ${RUNS}/12/approval`],
  [`runs reject sync-run/${CONTOSO}/12`, 'Rejected', { id: '12' }, `POST ${RUNS}/12/approval`],
  [
    `employees list ${CONTOSO}`,
    'Ada Lovelace',
    { items: [{ status: 'active' }] },
    `GET /api/tenants/${CONTOSO}/employees`,
  ],
  [
    `employees export ${CONTOSO}`,
    'ada@contoso.example',
    { items: [{ status: 'active' }], next: null },
    `GET /api/tenants/${CONTOSO}/employees`,
  ],
  [
    `employees restore ${CONTOSO} ${ADA}`,
    'Ada Lovelace is active, and kept',
    { id: ADA, pinned: true },
    `POST ${OF_ADA}/restore`,
  ],
  [`employees keep ${CONTOSO} ${ADA}`, `employees unkeep ${CONTOSO} ${ADA}`, { pinned: true }, `PUT ${OF_ADA}/pin`],
  [`employees unkeep ${CONTOSO} ${ADA}`, 'Ada Lovelace is left to Entra again', { id: ADA }, `DELETE ${OF_ADA}/pin`],
  [
    `people kind ${CONTOSO} ${ADA} room`,
    'The kind is room from now on. The person is no employee.',
    { entraObjectId: ADA },
    `PUT /api/tenants/${CONTOSO}/people/${ADA}/kind`,
  ],
  [
    `employees set ${CONTOSO} ${ADA} jobTitle Countess`,
    `jobTitle of Ada is “Countess”, and no sync changes it. Give it back with: rollcall employees unset ${CONTOSO} ${ADA} jobTitle`,
    { values: { jobTitle: 'Countess' } },
    `PUT ${OF_ADA}/values/jobTitle`,
  ],
  [
    `employees unset ${CONTOSO} ${ADA} jobTitle`,
    'jobTitle of Ada is empty, as in Entra.',
    { values: { jobTitle: null } },
    `DELETE ${OF_ADA}/values/jobTitle`,
  ],
  [`groups ${CONTOSO} sal`, 'All of Sales', { items: [{ id: 'group-1' }] }, `GET /api/tenants/${CONTOSO}/groups`],
  [`examples ${CONTOSO}`, 'notImported', { items: [{ entraObjectId: ADA }] }, `GET /api/tenants/${CONTOSO}/examples`],
  [
    `examples list ${CONTOSO}`,
    'notImported',
    { items: [{ entraObjectId: ADA }] },
    `GET /api/tenants/${CONTOSO}/examples`,
  ],
  [
    `examples set ${CONTOSO} ${ADA} imported`,
    `${ADA} is expected to be imported.`,
    { version: 4, items: [{ entraObjectId: ADA, expected: 'imported' }] },
    `PUT /api/tenants/${CONTOSO}/examples`,
  ],
  [
    `examples remove ${CONTOSO} ${ADA}`,
    `Nothing is expected of ${ADA} any more.`,
    { version: 4, items: [] },
    `PUT /api/tenants/${CONTOSO}/examples`,
  ],
  [
    `why ${CONTOSO} ada`,
    'NO  Ada Elder holds it. Employee: employee-2.',
    { outcome: { reason: 'disabled' } },
    `POST /api/tenants/${CONTOSO}/explanations`,
  ],
  [`admins list ${CONTOSO}`, 'Ada Lovelace', { items: [{ linked: true }] }, `GET /api/tenants/${CONTOSO}/admins`],
  [
    `admins remove ${CONTOSO} ${ADA}`,
    'No admin any more',
    { entraObjectId: ADA, removed: true },
    `DELETE /api/tenants/${CONTOSO}/admins/${ADA}`,
  ],
  ['keys list', 'night export', { items: [{ name: 'night export' }] }, 'GET /api/keys'],
  ['keys add nightly', 'the-new-key', { key: 'the-new-key' }, 'POST /api/keys'],
  [`keys remove ${key.id}`, 'taken back', { removed: true }, `DELETE /api/keys/${key.id}`],
] as const;

const UNREACHABLE = 'http://127.0.0.1:9'; // discard: nothing listens there, and no server of a test ever will

describe.concurrent('every command', () => {
  let fake: FakeRollcall;
  const refusing = new Map<number, FakeRollcall>();
  beforeAll(async () => {
    fake = await startFakeRollcall(routes);
    for (const status of [403, 404, 409]) {
      const refusal = problem(status, 'theCode', 'This is why', { remedy: 'Do that first.' });
      refusing.set(status, await startFakeRollcall({ '*': () => refusal }));
    }
  });
  afterAll(() => Promise.all([fake, ...refusing.values()].map((server) => server.stop())));
  const serverOf = (status: number) => refusing.get(status)?.url ?? '';

  describe.each(COMMANDS)('`%s`', (line, text, document, asks) => {
    const args = line.split(' ');

    it('does what it says, in words for a person', async () => {
      const { code, stdout, stderr } = await rollcall(args, { url: fake.url });
      expect(stderr).not.toMatch(/error|\n\s+at /i);
      expect(stdout).toContain(text);
      expect(stdout).not.toContain('\u001b'); // no colour in a pipe
      expect(code).toBe(0);
      expect(fake.asked.map(({ method, path }) => `${method} ${path}`)).toContain(asks);
    });

    it('puts one document on stdout with --json', async () => {
      const { code, stdout } = await rollcallHere([...args, '--json'], { url: fake.url });
      expect(JSON.parse(stdout)).toMatchObject(document);
      expect(code).toBe(0);
    });

    it.each([
      [403, 5, 'a key that may not'],
      [404, 3, 'what is not found'],
      [409, 4, 'what is refused'],
    ])('passes on why, and the remedy, of a %d with exit code %d: %s', async (status, exitCode) => {
      const { code, stdout, stderr } = await rollcallHere(args, { url: serverOf(status) });
      expect(stderr).toBe('This is why. Do that first.\n');
      expect(stdout).toBe('');
      expect(code).toBe(exitCode);
    });

    it('puts a refusal on stdout as one document with --json', async () => {
      const { code, stdout } = await rollcallHere([...args, '--json'], { url: serverOf(409) });
      expect(JSON.parse(stdout)).toEqual({
        error: { code: 'theCode', message: 'This is why.', remedy: 'Do that first.', status: 409 },
      });
      expect(code).toBe(4);
    });

    it('says in one sentence that nobody answers, with exit code 6', async () => {
      const { code, stderr } = await rollcallHere([...args, '--timeout', '300ms'], { url: UNREACHABLE });
      expect(stderr).toContain(`Rollcall does not answer at ${UNREACHABLE}`);
      expect(stderr).not.toMatch(/\n\s+at |fetch failed/);
      expect(code).toBe(6);
    });

    it('refuses an argument too many, and an option that it does not have, with exit code 2', async () => {
      const { code, stderr } = await rollcallHere([...args, 'more', '--nonsense'], { url: fake.url });
      expect(stderr).toMatch(/unknown option|too many arguments/);
      expect(code).toBe(2);
    });
  });
});
