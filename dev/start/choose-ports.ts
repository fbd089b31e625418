import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { choosePort, PortTaken } from '../choose-port.ts';
import type { Environment } from '../settings.ts';

/** A port by what listens there; `variable` is how people ask for another one. */
const PORTS = {
  api: { what: 'the API', usual: 8080, variable: 'PORT', keep: false },
  temporal: { what: 'Temporal', usual: 7233, variable: undefined, keep: false },
  temporalUi: { what: 'the Temporal UI', usual: 8233, variable: undefined, keep: false },
  // Links that are stored in the database, such as the place in a directory's listing, name the emulator's ports.
  emulatorLogin: { what: "the emulator's sign-in", usual: 9443, variable: 'EMULATOR_LOGIN_PORT', keep: true },
  emulatorGraph: { what: "the emulator's Graph", usual: 9444, variable: 'EMULATOR_GRAPH_PORT', keep: true },
  emulatorControl: { what: "the emulator's control", usual: 9445, variable: 'EMULATOR_CONTROL_PORT', keep: true },
} as const;

export type PortName = keyof typeof PORTS;
const keptPorts = z.record(z.string(), z.number());

/**
 * A free port for each name: the one that the environment names, which must be free (else PortTaken), the one of the
 * last start where that matters, or the usual one, or any. `keptFile` remembers them.
 */
export async function choosePorts<Name extends PortName>(
  names: readonly Name[],
  env: Environment,
  { keptFile, say }: { keptFile: string; say: (line: string) => void },
): Promise<Record<Name, number>> {
  const kept = readKept(keptFile);
  const chosen: Partial<Record<PortName, number>> = {};
  for (const name of names) {
    const { what, usual, variable, keep } = PORTS[name];
    const asked = variable === undefined ? undefined : askedFor(variable, env);
    chosen[name] = await choosePort({
      what,
      wanted: asked ?? (keep ? kept[name] : undefined) ?? usual,
      variable: asked === undefined ? undefined : variable,
      except: Object.values(chosen),
      say,
    });
  }
  writeFileSync(keptFile, JSON.stringify({ ...kept, ...chosen }));
  return chosen as Record<Name, number>; // the loop has set each
}

function askedFor(variable: string, env: Environment): number | undefined {
  const text = env[variable]?.trim();
  if (!text) return undefined;
  const port = /^\d+$/.test(text) ? Number(text) : 0;
  if (port >= 1 && port <= 65_535) return port;
  throw new PortTaken(`${variable} is ${JSON.stringify(text)}, which is no port. Write a number from 1 to 65535.`);
}

function readKept(file: string): Readonly<Record<string, number>> {
  try {
    return keptPorts.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return {}; // the first start
  }
}
