import type { Clock } from './clock.ts';
import type { Directories } from './directory/directories.ts';
import type { Faults, MetFaults } from './faults/faults.ts';
import type { Throttle } from './graph/throttle.ts';
import type { AuthorizationCodes } from './login/authorization-codes.ts';
import type { TokenIssuer } from './login/token-issuer.ts';
import type { Requests } from './requests.ts';
import type { HttpBindings } from '@hono/node-server';

/** The one application that is registered with the emulator. */
export const APPLICATION = {
  clientId: '5e1f0c3a-92d7-4b6e-8a41-d07c3b9e6f12',
  clientSecret: 'emulator-only-not-a-secret',
} as const;

/** Where the three servers are found, known once they listen. */
export type Places = { readonly authorityHost: string; readonly graphEndpoint: string; readonly controlUrl: string };

/** What all routes of one emulator share. */
export type EmulatorContext = {
  readonly clock: Clock;
  readonly directories: Directories;
  readonly faults: Faults;
  readonly requests: Requests;
  readonly tokens: TokenIssuer;
  readonly codes: AuthorizationCodes;
  readonly throttle: Throttle;
  /** PEM certificates that may sign in; empty: any certificate whose assertion is well formed. */
  readonly clientCertificates: readonly string[];
  readonly places: () => Places;
};

/** Hono's environment of the two HTTPS hosts. */
export type HostEnv = {
  Bindings: Partial<HttpBindings> & { readonly inBatch?: boolean };
  Variables: { faults: MetFaults };
};
