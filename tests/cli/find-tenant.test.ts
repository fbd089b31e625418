import { afterEach, describe, expect, it } from 'vitest';
import { startFakeRollcall, type FakeRollcall } from './fake-rollcall.ts';
import { rollcallHere } from './rollcall.ts';
import { CONTOSO, listOf, run, tenant } from './sample.ts';

const FABRIKAM = '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed';
const TWIN = '9b2d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed';

let fake: FakeRollcall | undefined;
afterEach(() => fake?.stop());

async function withTenants(...tenants: readonly object[]): Promise<string> {
  fake = await startFakeRollcall({
    // one a page, so that a name on a later page is found too
    'GET /api/tenants': ({ query }) => {
      const at = Number(query['cursor'] ?? 0);
      const next = at + 1 < tenants.length ? String(at + 1) : null;
      return { body: { items: tenants.slice(at, at + 1), next } };
    },
    [`GET /api/tenants/${CONTOSO}`]: () => ({ body: tenant() }),
    [`GET /api/tenants/${FABRIKAM}/runs/7`]: () => ({ body: run({ id: '7' }) }),
  });
  return fake.url;
}

const contoso = tenant();
const fabrikam = tenant({ id: FABRIKAM, name: 'Fabrikam / Søn AS' });

describe('a tenant is named', () => {
  it('by its id, in either case', async () => {
    const { code, stdout } = await rollcallHere(['tenants', 'show', CONTOSO.toUpperCase()], {
      url: await withTenants(),
    });
    expect(stdout).toContain('Contoso');
    expect(code).toBe(0);
  });

  it('by its name, whatever the case, on whichever page', async () => {
    const url = await withTenants(contoso, fabrikam);
    const { stdout } = await rollcallHere(['tenants', 'show', 'FABRIKAM / SØN as'], { url });
    expect(stdout).toContain(FABRIKAM);
  });

  it('within the name of a run as well, though the name holds a slash', async () => {
    const url = await withTenants(contoso, fabrikam);
    const { code, stdout } = await rollcallHere(['runs', 'show', 'Fabrikam / Søn AS/7', '--json'], { url });
    expect(JSON.parse(stdout).id).toBe('7');
    expect(code).toBe(0);
  });

  it('never by a name that two have: both are listed with their ids, and nothing is done', async () => {
    const url = await withTenants(contoso, tenant({ id: TWIN, name: 'CONTOSO' }));
    const { code, stderr } = await rollcallHere(['tenants', 'remove', 'contoso', '--yes'], { url });
    expect(stderr).toContain('2 tenants are called “contoso”.');
    expect(stderr).toContain(CONTOSO);
    expect(stderr).toContain(TWIN);
    expect(fake?.asked.map(({ method }) => method)).not.toContain('DELETE');
    expect(code).toBe(2);
  });

  it('and a name that nobody has is answered with the nearest one', async () => {
    const { code, stderr } = await rollcallHere(['sync', 'Contosso'], { url: await withTenants(contoso, fabrikam) });
    expect(stderr).toBe('No tenant is called “Contosso”. Did you mean “Contoso”?\n');
    expect(code).toBe(3);
  });

  it.each(['12', 'Contoso', 'Contoso/', 'Contoso/012', 'Contoso/-1', 'Contoso/1e3', `sync-run/${CONTOSO}/`])(
    'but “%s” names no run',
    async (text) => {
      const { code, stderr } = await rollcallHere(['runs', 'show', text], { url: await withTenants(contoso) });
      expect(stderr).toContain('names no run. Write <tenant>/<number>');
      expect(code).toBe(2);
    },
  );
});

describe('tables', () => {
  it('stay aligned with wide letters, and let no control character reach the terminal', async () => {
    const url = await withTenants(
      tenant({ id: FABRIKAM, name: '東京支社' }),
      tenant({ name: 'Evil\u001b]0;owned\u0007\u202eName\nX' }),
    );
    const { stdout } = await rollcallHere(['tenants', 'list'], { url });
    expect(
      stdout
        .split('\n')
        .slice(1, 3)
        .map((line) => line.replace(/^東京支社/, '########').indexOf('active')),
    ).toEqual([22, 22]);
    expect(stdout).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
  });

  it('say times as people do', async () => {
    const { stdout } = await rollcallHere(['tenants', 'list'], { url: await withTenants(contoso) });
    expect(stdout).toMatch(/3 minutes ago +in 2 hours/);
  });

  it('name below them what somebody has to do', async () => {
    const attention = { code: 'consentWithdrawn', message: 'The consent was withdrawn.', remedy: 'Link it again.' };
    const url = await withTenants(tenant({ status: 'needsAttention', attention }));
    const { stdout } = await rollcallHere(['tenants', 'list'], { url });
    expect(stdout).toContain('\nContoso: The consent was withdrawn. Link it again.\n');
  });

  it('say it when they are cut off', async () => {
    const url = await withTenants(contoso, fabrikam);
    const { stderr, stdout } = await rollcallHere(['tenants', 'list', '--limit', '1', '--json'], { url });
    expect(stderr).toContain('These are the first 1; --limit shows more.');
    expect(JSON.parse(stdout).next).toBe('1');
  });

  it('are a sentence when there is nothing', async () => {
    fake = await startFakeRollcall({ '*': () => listOf() });
    const { url } = fake;
    const lines = [
      ['tenants', 'list'],
      ['runs', 'list', CONTOSO],
      ['employees', 'list', CONTOSO],
      ['keys', 'list'],
    ];
    const said = await Promise.all(lines.map((args) => rollcallHere(args, { url })));
    for (const { stdout } of said) expect(stdout).toMatch(/^No .*\.\n$/);
  });
});
