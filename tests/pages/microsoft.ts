import type { Directory } from '../../emulator/directory/directory.ts';
import type { DirectoryDefinition } from '../../emulator/directory/definition.schema.ts';
import { startEmulator, type Emulator } from '../../emulator/start-emulator.ts';
import { openEntra } from '../../entra/open-entra.ts';
import { createSignIn } from '../../entra/sign-in.ts';
import type { EntraTenantId } from '../../sync/ids.ts';
import { openBench, type Bench } from '../api/bench.ts';
import { answerPage } from '../emulator/login/browser.ts';
import { authorityFolder } from '../emulator/started-emulator.ts';
import { visitor, type Seen, type Visitor } from './visitor.ts';

/** The pages over an emulated Microsoft: its browser's part on plain HTTP, tokens and Graph over HTTPS. */
export type MicrosoftBench = Bench & {
  readonly emulator: Emulator;
  /** A directory with an administrator, a second one, and an employee, which has not consented unless it says so. */
  readonly directory: (about?: Partial<DirectoryDefinition>) => Directory;
};

export async function openMicrosoftBench(): Promise<MicrosoftBench> {
  const emulator = await startEmulator({ folder: authorityFolder() });
  const { authorityHost, graphEndpoint, clientId, clientSecret: secret } = emulator;
  const settings = { authorityHost, graphEndpoint, clientId, credential: { kind: 'secret', secret } as const };
  const entra = openEntra(settings);
  const bench = await openBench();
  const changes = {
    publicUrl: 'https://rollcall.test',
    signIn: createSignIn(settings, () => new Date()),
    directoryOf: (id: EntraTenantId) => entra.directory(id),
  };
  let made = 0;
  return {
    ...bench,
    deps: { ...bench.deps, ...changes },
    ask: bench.with(changes).ask,
    emulator,
    directory: (about = {}) =>
      emulator.addDirectory({
        name: `Directory ${++made}`,
        domain: `d${made}.example`,
        consent: 'never',
        people: [
          { properties: { displayName: 'Ada Admin' }, roles: ['globalAdministrator'] },
          { properties: { displayName: 'Bo Admin' }, roles: ['applicationAdministrator'] },
          { properties: { displayName: 'Emil Employee' } },
        ],
        ...about,
      }),
    async close() {
      await bench.close();
      await emulator.stop();
    },
  };
}

export const upn = (who: 'ada.admin' | 'bo.admin' | 'emil.employee', { domain }: Directory): string =>
  `${who}@${domain}`;

const pathOf = (address: string | null): string => {
  const { pathname, search } = new URL(address ?? '', 'https://rollcall.test');
  return pathname + search;
};

/** What Microsoft sends the browser back with, once that person has signed in. */
export async function returnOf(browser: Visitor, person: string, from = '/sign-in/microsoft'): Promise<string> {
  const away = await browser.get(from);
  const { leadsTo } = await answerPage(away.leadsTo ?? '', { person });
  return pathOf(leadsTo);
}

/** Signs in with Microsoft, and gives what one is answered with. */
export const signInAs = async (browser: Visitor, person: string, from?: string): Promise<Seen> =>
  browser.get(await returnOf(browser, person, from));

/** A browser in which that person is signed in, with the address that it was led to. */
export async function signedInAs(
  bench: Pick<Bench, 'deps'>,
  person: string,
  from?: string,
): Promise<Visitor & { readonly at: string; readonly tenantId: string }> {
  const browser = visitor(bench);
  const { status, leadsTo, html } = await signInAs(browser, person, from);
  if (status !== 303 || leadsTo === null) throw new Error(`Signing in was answered with ${status}: ${html}`);
  await browser.get(leadsTo);
  return { ...browser, at: leadsTo, tenantId: /^\/tenants\/([^/]+)/.exec(leadsTo)?.[1] ?? '' };
}

/** What Microsoft sends the browser back with, once somebody has pressed a button of the consent page. */
export async function consentReturnOf(
  browser: Visitor,
  tenantId: string,
  pressed: Readonly<Record<string, string>> = { answer: 'accept' },
): Promise<string> {
  const away = await browser.get(`/tenants/${tenantId}/integration/link`);
  if (away.leadsTo === null) throw new Error(`Linking was answered with ${away.status}: ${away.html}`);
  const { leadsTo, text } = await answerPage(away.leadsTo, pressed);
  if (leadsTo === null) throw new Error(text);
  return pathOf(leadsTo);
}

/** Accepts, comes back, and asks once whether the consent has arrived. */
export async function link(browser: Visitor, tenantId: string): Promise<Seen> {
  const { leadsTo } = await browser.get(await consentReturnOf(browser, tenantId));
  return browser.get(leadsTo ?? '');
}
