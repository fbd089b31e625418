import type { ToldManager } from './entra-user.ts';
import type { EntraObjectId } from './ids.ts';
import type { RunPhase } from './run.ts';

/** Who somebody's manager is, as far as it can be told without asking; `ask`: Entra has to be asked for that person. */
export type ManagerDecision = { readonly kind: 'is'; readonly id: EntraObjectId | null } | { readonly kind: 'ask' };

const ASK: ManagerDecision = { kind: 'ask' };

/**
 * Who somebody's manager is, by what was told with them and what is kept. Changes tell of a manager only where that
 * changed (https://github.com/microsoftgraph/microsoft-graph-explorer-v4/issues/4018), may be repeated, and come in any
 * order: so silence clears nothing, and what differs from what is kept is a claim that Entra is asked about. Everybody
 * read from the start comes with their manager; only who came with one before, and does not now, is asked for.
 *
 * @param kept the manager that is kept of an employee; undefined: they are none
 */
export function decideManager(
  told: ToldManager | undefined,
  kept: EntraObjectId | null | undefined,
  phase: RunPhase,
): ManagerDecision {
  if (told?.kind === 'known') return { kind: 'is', id: told.id };
  if (phase === 'listing') {
    if (told !== undefined && told.id !== null) return { kind: 'is', id: told.id };
    return kept === undefined || kept === null ? { kind: 'is', id: null } : ASK;
  }
  if (kept === undefined) return ASK;
  return told === undefined || told.id === kept ? { kind: 'is', id: kept } : ASK;
}
