import type { HostEnv } from '../context.ts';
import type { Directory } from '../directory/directory.ts';

/** What routes of Graph know of a request that was let in. */
export type GraphEnv = {
  Bindings: HostEnv['Bindings'];
  Variables: HostEnv['Variables'] & { readonly directory: Directory; readonly permissions: ReadonlySet<string> };
};
