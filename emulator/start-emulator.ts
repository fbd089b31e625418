import { join } from 'node:path';
import { ensureAuthority } from './certificates.ts';
import { Clock } from './clock.ts';
import { APPLICATION, type EmulatorContext, type Places } from './context.ts';
import { createControlApp } from './control/control-app.ts';
import type { DirectoryDefinition } from './directory/definition.schema.ts';
import { Directories } from './directory/directories.ts';
import type { Directory } from './directory/directory.ts';
import type { Fault, FaultInput } from './faults/fault.schema.ts';
import { Faults } from './faults/faults.ts';
import { createGraphApp } from './graph/graph-app.ts';
import { Throttle } from './graph/throttle.ts';
import { createStateFile, type StateFile } from './keep/state-file.ts';
import { AuthorizationCodes } from './login/authorization-codes.ts';
import { createLoginApp } from './login/login-app.ts';
import { TokenIssuer } from './login/token-issuer.ts';
import { SAMPLE_COMPANY } from './people/sample-company.ts';
import { Requests } from './requests.ts';
import { type Served, serveApp } from './serve-app.ts';
import type { Ports } from './settings.ts';

export type EmulatorOptions = {
  /** Where its certificates are kept, and what it keeps. */
  readonly folder: string;
  /** Without: free ones. */
  readonly ports?: Ports;
  /** Keeps directories and clock for the next start, and has the sample company at the first. */
  readonly keep?: boolean;
  /** PEM: only these certificates may sign in. Without: any whose assertion is well formed. */
  readonly clientCertificates?: readonly string[];
  /** Told when the state could not be written. */
  readonly onFailure?: (error: unknown) => void;
};

/** An emulator that serves, and everything that a test does with it from the same process. */
export type Emulator = Places & {
  readonly caFile: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly clock: Clock;
  readonly directories: Directories;
  readonly faults: Faults;
  readonly requests: Requests;
  readonly addDirectory: (definition: DirectoryDefinition) => Directory;
  readonly fault: (fault: FaultInput) => Fault;
  /** Frees the ports, after writing what is kept; twice is harmless. */
  readonly stop: () => Promise<void>;
};

/** Starts sign-in and Graph over HTTPS and the control API over HTTP. Throws CannotListen or StateUnreadable. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const { folder, keep = false, ports = { login: 0, graph: 0, control: 0 } } = options;
  const authority = await ensureAuthority(folder);
  const clock = new Clock();
  let state: StateFile | undefined;
  const directories = new Directories(clock, () => state?.changed());
  if (keep) {
    const kept = createStateFile(join(folder, 'directories.json'), { clock, directories }, options.onFailure ?? ignore);
    if (!(await kept.load())) {
      directories.add({ ...SAMPLE, people: 'sample' });
      directories.add(NOT_YET_LINKED);
    }
    state = kept;
    state.changed();
  }
  let places: Places = { authorityHost: '', graphEndpoint: '', controlUrl: '' };
  const context: EmulatorContext = {
    clock,
    directories,
    faults: new Faults(),
    requests: new Requests(),
    tokens: new TokenIssuer(authority.tokenSigningKey, clock),
    codes: new AuthorizationCodes(clock),
    throttle: new Throttle(clock),
    clientCertificates: options.clientCertificates ?? [],
    places: () => places,
  };
  const hosts = await serveHosts(context, ports, authority.server, () => state?.changed());
  places = hosts.places;
  return {
    ...places,
    caFile: authority.caFile,
    ...APPLICATION,
    ...{ clock, directories, faults: context.faults, requests: context.requests },
    addDirectory: (definition) => directories.add(definition),
    fault: (fault) => context.faults.add(fault),
    async stop() {
      await hosts.stop();
      await state?.flush();
    },
  };
}

const { entraTenantId, name, domain } = SAMPLE_COMPANY;
const SAMPLE = { entraTenantId, name, domain };

/** A directory that has not consented yet, so that linking one can be tried. */
const NOT_YET_LINKED: DirectoryDefinition = {
  name: 'Millbrook Foods Ltd',
  domain: 'millbrook.example',
  people: { seed: 'millbrook', count: 48, disabledShare: 0.05, guestShare: 0.05 },
  consent: 'never',
};

const ignore = (): void => undefined;

/** All three, or none: where one port is taken the others are freed again. */
async function serveHosts(context: EmulatorContext, ports: Ports, pem: string, onClockChange: () => void) {
  const served: Served[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(served.map((one) => one.stop()));
  };
  try {
    const login = await serveApp(createLoginApp(context), {
      ...{ what: 'sign-in', port: ports.login, variable: 'EMULATOR_LOGIN_PORT', pem },
    });
    served.push(login);
    const graph = await serveApp(createGraphApp(context), {
      ...{ what: 'Graph', port: ports.graph, variable: 'EMULATOR_GRAPH_PORT', pem },
    });
    served.push(graph);
    const control = await serveApp(createControlApp(context, onClockChange), {
      ...{ what: 'control', port: ports.control, variable: 'EMULATOR_CONTROL_PORT' },
    });
    served.push(control);
    const places = {
      authorityHost: `https://localhost:${login.port}`,
      graphEndpoint: `https://localhost:${graph.port}`,
      controlUrl: `http://localhost:${control.port}`,
    };
    return { places, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
