import { EntraError } from '../../entra/entra-error.ts';

/** The EntraError that a promise fails with. */
export async function errorOf(work: Promise<unknown>): Promise<EntraError> {
  const outcome = await work.then(
    () => 'it worked',
    (err: unknown) => err,
  );
  if (outcome instanceof EntraError) return outcome;
  throw new Error('No EntraError came.', { cause: outcome });
}
