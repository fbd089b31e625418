import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startFakeRollcall, type Answer, type FakeRollcall } from './fake-rollcall.ts';
import { rollcallHere } from './rollcall.ts';
import { change, CONTOSO, counts, duplicate, listOf, run, tenant } from './sample.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-preview-'));
});
afterAll(() => rm(folder, { recursive: true }));

let fake: FakeRollcall | undefined;
afterEach(() => fake?.stop());

/** Answers the looks at the preview one after the other; the last one stays. */
async function rollcallWith(...looks: readonly Answer[]): Promise<string> {
  const left = [...looks];
  fake = await startFakeRollcall({
    'GET /api/tenants': () => listOf(tenant()),
    [`POST /api/tenants/${CONTOSO}/preview`]: () => ({ status: 202, body: { runId: '13' } }),
    [`GET /api/tenants/${CONTOSO}/runs/13`]: () => (left.length > 1 ? left.shift() : left[0]) ?? { body: {} },
    [`GET /api/tenants/${CONTOSO}/runs/13/changes`]: ({ query }) =>
      listOf(change({ action: query['action'], applied: false, reason: 'matches' })),
    [`GET /api/tenants/${CONTOSO}/runs/13/duplicates`]: () => listOf(duplicate),
  });
  return fake.url;
}
const preview = (changes: object): Answer => ({ body: run({ id: '13', kind: 'preview', ...changes }) });
const file = async (name: string, text: string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
};
const bodies = () => fake?.asked.flatMap(({ method, body }) => (method === 'POST' ? [body] : []));

describe('preview', () => {
  it('sends settings and fields as they were read from the API, without their versions', async () => {
    const url = await rollcallWith(preview({}));
    const settings = await file('settings.json', JSON.stringify({ version: 4, filters: { includeGuests: true } }));
    const fields = await file('fields.json', JSON.stringify({ version: 2, items: [{ key: 'email' }] }));
    const { code } = await rollcallHere(['preview', 'Contoso', '--settings', settings, '--fields', fields], { url });
    expect(code).toBe(0);
    expect(bodies()).toEqual([{ settings: { filters: { includeGuests: true } }, fields: [{ key: 'email' }] }]);
  });

  it('takes what is saved where no file is given', async () => {
    const url = await rollcallWith(preview({}));
    await rollcallHere(['preview', 'Contoso'], { url });
    expect(bodies()).toEqual([{}]);
  });

  it.each([
    ['is not there', 'cannot be read', undefined],
    ['holds no JSON', 'holds no JSON', '{'],
  ])('refuses a file that %s with exit code 2, and asks for nothing', async (_what, says, text) => {
    const url = await rollcallWith(preview({}));
    const path = text === undefined ? join(folder, 'none.json') : await file('broken.json', text);
    const { code, stderr } = await rollcallHere(['preview', 'Contoso', '--settings', path], { url });
    expect(stderr).toContain(says);
    expect(code).toBe(2);
    expect(bodies()).toEqual([]);
  });

  it('waits for its end, and says what saving would do, to whom first, and that the clean-up would wait', async () => {
    const url = await rollcallWith(
      preview({ state: 'running', finishedAt: null }),
      preview({
        counts: { ...counts, created: 12, updated: 0, missing: 0, removed: 7, duplicates: 2 },
        wouldHold: { removals: 8, limit: 5 },
      }),
    );
    const { code, stdout, stderr } = await rollcallHere(['preview', 'Contoso', '--wait'], { url });
    expect(stderr).toContain('Run 13 (preview, manual) has started.');
    expect(stdout).toContain('Saving would bring in 12 people and take out 7; 18 stay out.');
    expect(stdout).toContain('Stay out: 18 (12 disabled, 6 noEmail).');
    expect(stdout).toContain(
      'duplicates, whose address another employee had first: the first 1 of 2 people; all with rollcall runs duplicates Contoso/13',
    );
    expect(stdout).toMatch(/Cleo Two +cleo@contoso\.example +Cleo +person-2/);
    expect(stdout).toContain('8 removals within 24 hours, at most 5 go without asking.');
    expect(stdout).toContain(
      'create: the first 1 of 12 people; all with rollcall runs changes Contoso/13 --action create',
    );
    expect(stdout).toContain('remove: the first 1 of 7 people');
    expect(code).toBe(0);
  });

  it('ends with 1, the cause and the remedy when the preview failed', async () => {
    const error = { code: 'consentWithdrawn', message: 'The consent was withdrawn.', remedy: 'Link it again.' };
    const url = await rollcallWith(preview({ state: 'failed', error }));
    const { code, stdout } = await rollcallHere(['preview', 'Contoso', '--wait'], { url });
    expect(stdout).toMatch(/cause +The consent was withdrawn\.\n.*Link it again\./);
    expect(code).toBe(1);
  });

  it('ends with 1 and what to do next when the preview was stopped', async () => {
    const url = await rollcallWith(preview({ state: 'cancelled' }));
    const { code, stdout } = await rollcallHere(['preview', 'Contoso', '--wait'], { url });
    expect(stdout).toMatch(/remedy +Preview again\./);
    expect(code).toBe(1);
  });
});
