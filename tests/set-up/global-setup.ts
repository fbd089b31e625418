import type { TestProject } from 'vitest/node';
import { startSharedServers } from './shared-servers.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where test files ask for what the whole suite shares. */
    readonly sharedServersUrl: string;
  }
}

/** Runs once, in vitest's main process: nothing is started before a test file asks for it. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const shared = await startSharedServers();
  project.provide('sharedServersUrl', shared.url);
  return shared.stop;
}
