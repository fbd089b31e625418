import { join } from 'node:path';
import { z } from 'zod';
import type { RunningProgram } from '../../dev/start-program.ts';
import { startOurProcess } from '../../dev/start/our-process.ts';
import { benchEnvironment } from './environment.ts';

/** The emulator of Entra as a process of its own. */
export type BenchEmulator = EmulatorPlaces & {
  /** A directory of so many people, computed from its name, that does not throttle. */
  readonly addDirectory: (
    name: string,
    people: number,
    behaviour?: Readonly<Record<string, unknown>>,
  ) => Promise<{ readonly entraTenantId: string }>;
  /** The ids of some people of a directory. */
  readonly people: (entraTenantId: string, count: number) => Promise<readonly string[]>;
  readonly changePerson: (entraTenantId: string, person: string, properties: object) => Promise<void>;
  readonly setBehaviour: (entraTenantId: string, behaviour: Readonly<Record<string, unknown>>) => Promise<void>;
  /** A token of our app for that directory. */
  readonly token: (entraTenantId: string) => Promise<string>;
};

const toldSchema = z.object({
  authorityHost: z.string(),
  graphEndpoint: z.string(),
  controlUrl: z.string(),
  caFile: z.string(),
  clientId: z.string(),
  clientSecret: z.string(),
});
export type EmulatorPlaces = z.infer<typeof toldSchema>;

const directorySchema = z.object({ entraTenantId: z.string() });
const peopleSchema = z.object({ items: z.array(z.object({ id: z.string() })) });
const tokenSchema = z.object({ access_token: z.string() });

export async function startBenchEmulator(
  folder: string,
  onSpawn: (program: RunningProgram) => void,
): Promise<BenchEmulator> {
  const anyPort = { EMULATOR_LOGIN_PORT: '0', EMULATOR_GRAPH_PORT: '0', EMULATOR_CONTROL_PORT: '0' };
  const { ready: places } = await startOurProcess({
    name: 'Emulator',
    main: join('emulator', 'main.ts'),
    env: { ...benchEnvironment(), EMULATOR_FOLDER: join(folder, 'emulator'), ...anyPort },
    logFile: join(folder, 'emulator.log'),
    onSpawn,
    readyWhen: (told) => toldSchema.safeParse(told).data,
  });
  const control = async (method: string, path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`${places.controlUrl}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    if (!answer.ok) throw new Error(`The emulator answered ${method} ${path} with ${answer.status}.`);
    return answer.json();
  };
  return {
    ...places,
    addDirectory: async (name, count, behaviour = {}) =>
      directorySchema.parse(
        await control('POST', '/directories', {
          name,
          domain: `${name}.example`,
          people: { seed: name, count },
          behaviour: { throttling: false, ...behaviour },
        }),
      ),
    people: async (entraTenantId, count) =>
      peopleSchema
        .parse(await control('GET', `/directories/${entraTenantId}/people?limit=${count}`))
        .items.map(({ id }) => id),
    async changePerson(entraTenantId, person, properties) {
      await control('PATCH', `/directories/${entraTenantId}/people/${person}`, { properties });
    },
    async setBehaviour(entraTenantId, behaviour) {
      await control('PATCH', `/directories/${entraTenantId}/behaviour`, behaviour);
    },
    token: (entraTenantId) => tokenFor(places, entraTenantId),
  };
}

async function tokenFor(places: EmulatorPlaces, entraTenantId: string): Promise<string> {
  const answer = await fetch(`${places.authorityHost}/${entraTenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: places.clientId,
      client_secret: places.clientSecret,
      scope: `${places.graphEndpoint}/.default`,
    }),
  });
  return tokenSchema.parse(await answer.json()).access_token;
}
