import { afterEach, describe, expect, it } from 'vitest';
import { problem, startFakeRollcall, type FakeRollcall } from './fake-rollcall.ts';
import { rollcallHere, startOnTerminal } from './rollcall.ts';
import { CONTOSO, listOf, tenant } from './sample.ts';

let fake: FakeRollcall | undefined;
afterEach(() => fake?.stop());

const methods = () => fake?.asked.map(({ method }) => method);

async function withContoso(): Promise<string> {
  fake = await startFakeRollcall({
    'GET /api/tenants': () => listOf(tenant()),
    [`DELETE /api/tenants/${CONTOSO}`]: () => ({ status: 202, body: tenant({ status: 'offboarding' }) }),
  });
  return fake.url;
}

describe('tenants add', () => {
  it('onboards a directory and starts to sync it', async () => {
    fake = await startFakeRollcall({ 'POST /api/tenants': () => ({ status: 201, body: tenant() }) });
    const id = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
    const { stderr } = await rollcallHere(['tenants', 'add', 'Contoso', '--directory', id], { url: fake.url });
    expect(stderr).toContain('its first sync starts now');
    expect(fake.asked[0]?.body).toEqual({ name: 'Contoso', entraTenantId: id, activate: true });
  });

  it('leaves it asleep with --no-activate', async () => {
    fake = await startFakeRollcall({ '*': () => ({ status: 201, body: tenant({ status: 'linked' }) }) });
    await rollcallHere(['tenants', 'add', 'Contoso', '--directory', CONTOSO, '--no-activate'], { url: fake.url });
    expect(fake.asked[0]?.body).toMatchObject({ activate: false });
  });

  it('makes a tenant that waits for its admin where no directory is named', async () => {
    fake = await startFakeRollcall({
      '*': () => ({ status: 201, body: tenant({ status: 'unlinked', entraTenantId: null }) }),
    });
    const { stdout, stderr } = await rollcallHere(['tenants', 'add', 'Contoso'], { url: fake.url });
    expect(stdout).toContain('not linked');
    expect(stderr).toContain('it waits for its admin');
    expect(fake.asked[0]?.body).toEqual({ name: 'Contoso' });
  });

  it('shows each check and its remedy when the directory is refused, with exit code 4', async () => {
    const checks = [
      { name: 'signIn', ok: true, detail: 'Signed in.' },
      { name: 'permissions', ok: false, detail: 'User.Read.All is missing.', remedy: 'Grant it.' },
    ];
    fake = await startFakeRollcall({
      '*': () => problem(422, 'connectivity', 'The directory cannot be read', { checks }),
    });
    const args = ['tenants', 'add', 'Contoso', '--directory', CONTOSO, '--json'];
    const { code, stdout, stderr } = await rollcallHere(args, { url: fake.url });
    expect(stderr).toBe(
      'The directory cannot be read.\n  ✓ signIn: Signed in.\n  ✗ permissions: User.Read.All is missing. → Grant it.\n',
    );
    expect(JSON.parse(stdout).error.checks).toEqual(checks);
    expect(code).toBe(4);
  });
});

describe('tenants remove', () => {
  it('does nothing without --yes where nobody can be asked', async () => {
    const { code, stderr } = await rollcallHere(['tenants', 'remove', 'Contoso'], { url: await withContoso() });
    expect(stderr).toContain('Add --yes when you are sure');
    expect(methods()).toEqual(['GET']);
    expect(code).toBe(2);
  });

  it('removes on a terminal once the name is typed, and not before', async () => {
    const command = startOnTerminal(['tenants', 'remove', 'contoso'], { url: await withContoso() });
    await command.says('erases 1,234 employees. Type its name to go on.');
    command.type('yes\r');
    await command.says('Type “Contoso”, or press Ctrl-C');
    expect(methods()).toEqual(['GET']);
    command.type('\u007f\u007f\u007fContoso\r');
    const { code, stdout } = await command.ended;
    expect(stdout).toContain('Contoso is being removed');
    expect(methods()).toEqual(['GET', 'DELETE']);
    expect(code).toBe(0);
  });

  it('removes nothing when the question is answered with Ctrl-C, with exit code 130', async () => {
    const command = startOnTerminal(['tenants', 'remove', 'Contoso'], { url: await withContoso() });
    await command.says('Type its name');
    command.type('\u0003');
    const { code, stdout } = await command.ended;
    expect(stdout).toContain('Nothing was removed.');
    expect(methods()).toEqual(['GET']);
    expect(code).toBe(130);
  });
});
