import { afterEach, describe, expect, it } from 'vitest';
import { problem, startFakeRollcall, type Answer, type FakeRollcall } from './fake-rollcall.ts';
import { rollcall, start, startOnTerminal } from './rollcall.ts';
import { CONTOSO, counts, listOf, run, tenant } from './sample.ts';

const running = (read: number, expected: number | null = 400) =>
  listOf(run({ state: 'running', finishedAt: null, progress: { read, expected }, counts: { ...counts, read } }));
const none = listOf();

let fake: FakeRollcall | undefined;
afterEach(() => fake?.stop());

/** Answers the looks for the run one after the other; the last one stays. */
async function rollcallWith(looks: readonly Answer[], tenantChanges: object = {}): Promise<string> {
  const left = [...looks];
  fake = await startFakeRollcall({
    'GET /api/tenants': () => listOf(tenant()),
    [`GET /api/tenants/${CONTOSO}`]: () => ({ body: tenant(tenantChanges) }),
    [`POST /api/tenants/${CONTOSO}/sync`]: () => ({ status: 202, body: { requestId: 'request-1' } }),
    [`GET /api/tenants/${CONTOSO}/runs`]: ({ query }) =>
      query['requestId'] === 'request-1' ? ((left.length > 1 ? left.shift() : left[0]) ?? none) : none,
  });
  return fake.url;
}

describe('sync --wait', () => {
  it.each([
    ['well with a run that succeeded', 'succeeded', 0],
    ['with 7 when its clean-up waits for a decision', 'held', 7],
    ['with 1 when the run failed', 'failed', 1],
    ['with 1 when the run was cancelled', 'cancelled', 1],
  ])('ends %s', async (_guarantee, state, exitCode) => {
    const url = await rollcallWith([none, running(10), listOf(run({ state }))]);
    const { code, stdout, stderr } = await rollcall(['sync', 'contoso', '--wait'], { url });
    expect(stdout).toMatch(new RegExp(`^state +${state}$`, 'm'));
    expect(stderr).toContain('Waiting for the run to start…\nRun 12 (full, manual) has started.\n');
    expect(code).toBe(exitCode);
  });

  it('names the cause and the remedy of a failed run', async () => {
    const error = { code: 'consentWithdrawn', message: 'The consent was withdrawn.', remedy: 'Link it again.' };
    const url = await rollcallWith([listOf(run({ state: 'failed', error }))]);
    const { stdout } = await rollcall(['sync', 'Contoso', '--wait'], { url });
    expect(stdout).toMatch(/cause +The consent was withdrawn\.\n.*Link it again\./);
  });

  it('tells how to decide a held run, and names the run that waits where the list is an earlier one’s', async () => {
    const url = await rollcallWith([listOf(run({ state: 'held', waitingRunId: '9' }))]);
    const { stdout } = await rollcall(['sync', 'Contoso', '--wait'], { url });
    expect(stdout).toContain('rollcall runs approve Contoso/9');
  });

  it('puts only the finished run on stdout with --json', async () => {
    const url = await rollcallWith([none, running(10), listOf(run())]);
    const { stdout, stderr } = await rollcall(['sync', 'Contoso', '--wait', '--json'], { url });
    expect(JSON.parse(stdout)).toEqual(run());
    expect(stderr).toContain('has started');
  });

  it('asks for a full run only with --full', async () => {
    const url = await rollcallWith([listOf(run())]);
    await rollcall(['sync', 'Contoso', '--full'], { url });
    await rollcall(['sync', 'Contoso'], { url });
    const bodies = fake?.asked.filter(({ method }) => method === 'POST').map(({ body }) => body);
    expect(bodies).toEqual([{ full: true }, {}]);
  });

  it('follows one and the same run from five terminals', async () => {
    const url = await rollcallWith([
      none,
      none,
      none,
      running(1),
      running(2),
      running(3),
      running(4),
      running(5),
      listOf(run()),
    ]);
    const all = await Promise.all(
      Array.from({ length: 5 }, () => rollcall(['sync', 'Contoso', '--wait', '--json'], { url })),
    );
    expect(all.map(({ stdout }) => JSON.parse(stdout).id)).toEqual(['12', '12', '12', '12', '12']);
  });

  it('sits out an outage', async () => {
    const url = await rollcallWith([
      running(10),
      problem(503, 'databaseAway', 'The database is away.'),
      (response) => response.destroy(),
      (response) => response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>'),
      running(20),
      listOf(run()),
    ]);
    const { code, stderr } = await rollcall(['sync', 'Contoso', '--wait'], { url });
    expect(stderr).toContain('The database is away. Trying again…');
    expect(stderr).not.toContain('<h1>');
    expect(code).toBe(0);
  });

  it('gives up after --timeout of outage, with exit code 6', async () => {
    const url = await rollcallWith([running(10), problem(503, 'databaseAway', 'The database is away.')]);
    const { code, stderr } = await rollcall(['sync', 'Contoso', '--wait', '--timeout', '1500ms'], { url });
    expect(stderr).toMatch(/The database is away\. Try again in a moment\.\n$/);
    expect(code).toBe(6);
  });

  it('says why no run starts while the tenant is paused', async () => {
    const url = await rollcallWith([...Array.from({ length: 9 }, () => none), listOf(run())], { status: 'paused' });
    const { stderr } = await rollcall(['sync', 'Contoso', '--wait'], { url });
    expect(stderr).toContain('The tenant is paused');
  });

  it('does not wait for a tenant that is being off-boarded', async () => {
    const url = await rollcallWith([none], { status: 'offboarding' });
    const { code, stderr } = await rollcall(['sync', 'Contoso', '--wait'], { url });
    expect(stderr).toContain('The tenant is offboarding: no run will start.');
    expect(code).toBe(4);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('%s ends the waiting and not the run, and says so', async (signal) => {
    const url = await rollcallWith([running(10)]);
    const command = start(['sync', 'Contoso', '--wait'], { url });
    await command.says('has started');
    command.process.kill(signal);
    const { code, stdout, stderr } = await command.ended;
    expect(stderr).toContain('The run goes on. See it with: rollcall runs show Contoso/12');
    expect(stdout).toBe('');
    expect(code).toBe(130);
  });
});

describe('sync --wait on a terminal', () => {
  it('shows a bar that moves, and the result', async () => {
    const url = await rollcallWith([none, running(100), running(300), listOf(run())]);
    const { code, stdout } = await startOnTerminal(['sync', 'Contoso', '--wait'], { url }).ended;
    expect(stdout).toMatch(/━.*100 of about 400 people read/);
    expect(stdout).toContain('300 of about 400 people read');
    expect(stdout).toContain('succeeded');
    expect(code).toBe(0);
  });

  it('shows no colour where NO_COLOR is set', async () => {
    const url = await rollcallWith([running(100), listOf(run())]);
    const { stdout } = await startOnTerminal(['sync', 'Contoso', '--wait'], { url, env: { NO_COLOR: '1' } }).ended;
    expect(stdout).not.toMatch(/\p{Cc}\[\d*m/u);
  });

  it('shows how many were read where nobody knows how many there are', async () => {
    const url = await rollcallWith([running(100, null), listOf(run())]);
    const { stdout } = await startOnTerminal(['sync', 'Contoso', '--wait'], { url }).ended;
    expect(stdout).toContain('100 people read');
  });

  it('Ctrl-C ends with 130, gives the terminal back, and says that the run goes on', async () => {
    const url = await rollcallWith([running(100)]);
    const command = startOnTerminal(['sync', 'Contoso', '--wait'], { url });
    await command.says('100 of about 400');
    command.type('\u0003');
    const { code, stdout } = await command.ended;
    expect(stdout).toContain('The run goes on. See it with: rollcall runs show Contoso/12');
    expect(stdout).toContain('\u001b[?25h'); // the cursor is shown again
    expect(code).toBe(130);
  });
});
