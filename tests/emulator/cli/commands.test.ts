import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Directory } from '../../../emulator/directory/directory.ts';
import { SAMPLE_COMPANY } from '../../../emulator/people/sample-company.ts';
import { useEmulator } from '../started-emulator.ts';
import { emulatorCommand } from './emulator-command.ts';

const emulator = useEmulator();
let sample: Directory;
let other: Directory;
beforeAll(() => {
  const { entraTenantId, name, domain } = SAMPLE_COMPANY;
  sample = emulator().addDirectory({ entraTenantId, name, domain, people: 'sample' });
  other = emulator().addDirectory({ name: 'Other', people: [{ properties: { displayName: 'Ada Other' } }] });
});

const command = (...args: readonly string[]) => emulatorCommand(emulator().controlUrl, args);

async function json(...args: readonly string[]) {
  const { code, stdout, stderr } = await command('--json', ...args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

describe('people of the sample company', () => {
  it('are found by a part of their name, in any case', async () => {
    const { code, stdout } = await command('people', 'renamed person');
    expect(stdout).toMatch(/^NAME +USER PRINCIPAL NAME .+\nRenamed Person +renamed\.person@fernhill\.example /);
    expect(code).toBe(0);
  });

  it('are shown with everything that is filled in', async () => {
    const shown = await json('show', 'Employee Id With Leading Zeros');
    expect(shown.properties.employeeId).toBe('000042');
    const { stdout } = await command('show', 'Employee Id With Leading Zeros');
    expect(stdout).toContain('employeeId  000042\n');
    expect(stdout).not.toContain('faxNumber');
  });

  it('leave, can be seen among those who left, and come back with the same id', async () => {
    const { id } = sample.show('Renamed Person');
    expect((await command('leave', 'Renamed Person')).stdout).toContain('Renamed Person <renamed.person@');
    expect(sample.find(id)).toBeNull();
    expect((await json('people', 'renamed', '--left')).items).toMatchObject([{ id }]);
    expect((await json('come-back', 'Renamed Person')).id).toBe(id);
    expect(sample.find(id)?.properties.userPrincipalName).toBe('renamed.person@fernhill.example');
  });

  it('join with properties, a manager too, and are gone for good when they are purged', async () => {
    const manager = sample.show('Renamed Person').id;
    const { id } = await json(
      ...['join', 'Grace Hopper', '--property', 'department=Engineering', '--property', 'manager=Renamed Person'],
    );
    expect(sample.find(id)).toMatchObject({ managerId: manager, properties: { department: 'Engineering' } });
    expect((await command('purge', 'Grace Hopper')).code).toBe(0);
    expect(sample.find(id)).toBeNull();
    expect((await command('come-back', 'Grace Hopper')).code).toBe(4);
  });

  it('change: text stays text, lists are lists, nothing clears, a slash reaches into an object', async () => {
    const settings = ['employeeId=42', 'businessPhones=+44 117 496 0001', 'jobTitle=', 'employeeOrgData/costCenter=7'];
    await json('change', 'Extension Absent', ...settings, 'otherMails=["a@b.example","c@d.example"]', 'mail=a=b');
    expect(sample.show('Extension Absent')).toMatchObject({
      employeeId: '42',
      businessPhones: ['+44 117 496 0001'],
      jobTitle: null,
      employeeOrgData: { costCenter: '7' },
      otherMails: ['a@b.example', 'c@d.example'],
      mail: 'a=b',
    });
    expect((await command('move', 'Extension Absent', 'department=Sales')).code).toBe(0);
    expect(sample.show('Extension Absent')['department']).toBe('Sales');
  });

  it('are disabled and enabled', async () => {
    await json('disable', 'Married Name');
    expect(sample.show('Married Name')['accountEnabled']).toBe(false);
    await json('enable', 'Married Name');
    expect(sample.show('Married Name')['accountEnabled']).toBe(true);
  });

  it('are refused with a sentence when nobody or several have the name, or the property is none of Graph’s', async () => {
    const nobody = await command('leave', 'Nobody At All');
    expect(nobody).toMatchObject({ code: 4, stdout: '' });
    expect(nobody.stderr).toContain('Nobody in Fernhill Instruments Ltd is called "Nobody At All".');
    const several = await command('leave', 'Manager Circle');
    expect(several.stderr).toContain('Manager Circle One <');
    expect(several.code).toBe(4);
    expect((await command('change', 'Married Name', 'colour=red')).stderr).toContain('no property "colour"');
    expect((await command('change', 'Married Name', 'colour')).code).toBe(2);
  });

  it('with names that would rewrite a terminal are printed without that power', async () => {
    expect((await command('people', 'edirrevo')).stdout).not.toContain('\u202e');
  });
});

describe('directories', () => {
  it('are listed, added with people of a seed, and removed', async () => {
    const added = await json('add-directory', 'Made Up', '--people', '1200', '--seed', 'x');
    expect(added).toMatchObject({ people: 1_200, domain: 'made-up.example', consent: 'granted' });
    expect((await command('directories')).stdout).toMatch(/Made Up +made-up\.example +1200 /);
    expect((await json('--directory', 'made up', 'people', '--limit', '3')).items).toHaveLength(3);
    expect((await command('remove-directory', 'Made Up')).code).toBe(0);
    expect((await command('remove-directory', 'Made Up')).code).toBe(3);
  });

  it('are chosen by name, domain or id; the sample company is meant without a choice', async () => {
    for (const reference of ['Other', 'other.example', other.entraTenantId]) {
      expect((await json('--directory', reference, 'people')).items).toMatchObject([{ displayName: 'Ada Other' }]);
    }
    expect((await command('--directory', 'Nowhere', 'people')).code).toBe(3);
  });

  it('withdraw and give consent, with the permissions that are named', async () => {
    await json('--directory', 'Other', 'consent', 'withdrawn');
    expect(other.consent).toBe('withdrawn');
    await json('--directory', 'Other', 'consent', 'granted', '--permissions', 'User.Read.All', 'Place.Read.All');
    expect(other).toMatchObject({ consent: 'granted', permissions: ['User.Read.All', 'Place.Read.All'] });
  });

  it('behave as they are told, and keep the rest', async () => {
    other.setBehaviour({ deltaPageSize: 7 });
    await json('--directory', 'Other', 'behaviour', 'pageLatencyMs=5', 'deltaRepeats=true', 'expiredDelta=400');
    expect(other.behaviour).toMatchObject({
      ...{ pageLatencyMs: 5, deltaRepeats: true, expiredDelta: '400', deltaPageSize: 7 },
    });
    expect((await command('behaviour', 'mood=bad')).stderr).toContain('There are: listingOrder');
  });
});

describe('groups', () => {
  it('of the sample company are there, one of them with groups within it', async () => {
    const { items } = await json('groups', 'pilot');
    expect(items).toMatchObject([{ name: 'Signatures Pilot', people: [expect.anything()], groups: [{}, {}] }]);
    expect(items[0].peopleInAll).toBeGreaterThan(10);
    expect((await command('groups', 'nobody')).stdout).toMatch(/^NAME +PEOPLE .+\nNobody Yet +0 +0 +0 /);
  });

  it('are added, take and lose members, are deleted and restored', async () => {
    const { id } = await json('add-group', 'Visitors', '--member', 'Renamed Person', '--member', 'Nobody Yet');
    expect(sample.groups.peopleIn(id)).toEqual([sample.show('Renamed Person').id]);
    const added = await command('add-member', 'Nobody Yet', 'extension.absent@fernhill.example');
    expect(added.stdout).toBe('extension.absent@fernhill.example is in Nobody Yet (1 person in all).\n');
    expect(sample.groups.peopleIn(id)).toHaveLength(2);
    expect((await command('remove-member', 'Visitors', 'Renamed Person')).code).toBe(0);
    expect(sample.groups.peopleIn(id)).toHaveLength(1);
    expect((await command('remove-member', 'Visitors', 'Renamed Person')).code).toBe(4);
    expect((await command('delete-group', 'Visitors')).code).toBe(0);
    expect(sample.groups.find(id)).toBeNull();
    expect((await command('restore-group', 'Visitors')).stdout).toContain('Restored: Visitors (1 person in all).');
    expect((await command('add-member', 'Visitors', 'Nobody At All')).code).toBe(4);
  });
});

describe('faults, requests and time', () => {
  it('a fault is set for the directory, listed, and cleared', async () => {
    const { id } = await json(
      ...['fault', 'add', 'status', 'status=429', 'retryAfter=5', '--path', '/v1.0/users*', '--times', 'always'],
    );
    expect(emulator().faults.list()).toMatchObject([
      {
        ...{ id, times: null, path: '/v1.0/users*', entraTenantId: sample.entraTenantId },
        answer: { kind: 'status', status: 429, retryAfter: '5' },
      },
    ]);
    expect((await command('fault', 'list')).stdout).toContain('status=429');
    expect((await command('fault', 'clear', String(id))).code).toBe(0);
    expect((await command('fault', 'clear', String(id))).code).toBe(3);
    expect(emulator().faults.list()).toEqual([]);
  });

  it('an unknown kind or setting of a fault is refused with those that there are', async () => {
    expect((await command('fault', 'add', 'earthquake')).stderr).toContain('cutJson');
    expect((await command('fault', 'add', 'drip', 'colour=3')).stderr).toContain('There are: bytes, everyMs');
  });

  it('requests are listed, and forgotten on demand', async () => {
    const { authorityHost } = emulator();
    await fetch(`${authorityHost}/${sample.entraTenantId}/v2.0/.well-known/openid-configuration`);
    expect((await command('requests')).stdout).toContain('/v2.0/.well-known/openid-configuration');
    expect((await command('requests', 'clear')).code).toBe(0);
    expect((await json('requests', '--everywhere')).items).toEqual([]);
  });

  it('time passes on demand, and goes back to the machine’s', async () => {
    expect((await json('clock', 'advance', '8d')).offsetMs).toBe(8 * 86_400_000);
    expect(emulator().clock.offsetMs).toBe(8 * 86_400_000);
    expect((await json('clock', 'reset')).offsetMs).toBe(0);
    expect((await command('clock', 'advance', 'soon')).code).toBe(2);
  });

  it('counts tell how much there is', async () => {
    expect(await json('counts')).toMatchObject({ directories: 2, writes: 0, faults: 0 });
  });
});

describe('the command itself', () => {
  it('runs in a folder whose own tsconfig.json and package.json are broken', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rollcall-emulator-command-'));
    await writeFile(join(folder, 'tsconfig.json'), '{ broken');
    await writeFile(join(folder, 'package.json'), '{ broken');
    const { code, stdout, stderr } = await emulatorCommand(emulator().controlUrl, ['directories'], { cwd: folder });
    await rm(folder, { recursive: true });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('Fernhill Instruments Ltd');
  });

  it.each([
    ['nothing listens there', 'http://127.0.0.1:9', 6, 'does not answer at http://127.0.0.1:9'],
    ['an address that is none', 'rollcall.example', 2, 'is no web address'],
  ])('says in one line what to do when %s', async (_what, url, exitCode, why) => {
    const { code, stderr, stdout } = await emulatorCommand(url, ['people', '--json']);
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(stderr).toContain(why);
    expect(JSON.parse(stdout).error.message).toContain(why);
    expect(code).toBe(exitCode);
  });

  it('names every command and exit code in --help, and the nearest one for a typing error', async () => {
    const { stdout, code } = await emulatorCommand(undefined, ['--help']);
    for (const verb of ['people', 'show', 'join', 'leave', 'come-back', 'purge', 'change', 'disable', 'directories']) {
      expect(stdout).toMatch(new RegExp(`^  ${verb}\\b`, 'm'));
    }
    expect(stdout).toContain('  6  the emulator does not answer');
    expect(code).toBe(0);
    const wrong = await emulatorCommand(undefined, ['peple']);
    expect(wrong.stderr).toContain('Did you mean people?');
    expect(wrong.code).toBe(2);
  });
});
