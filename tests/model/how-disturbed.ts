import type { Behaviour } from '../../emulator/directory/behaviour.schema.ts';
import type { FaultKind } from '../../emulator/faults/fault.schema.ts';
import type { RecordedRequest } from '../../emulator/requests.ts';
import type { RunKind } from '../../sync/run.ts';
import type { Observation } from './observe.ts';
import { judgePerson, type PlainRules } from './plain-person.ts';
import type { RememberedDirectory } from './remembered-directory.ts';

/** What makes an answer say something else than what is, so that a run cannot know. */
const LIES: readonly FaultKind[] = ['shift', 'emptyListing', 'idAndNulls'];

type Run = {
  readonly kind: RunKind;
  readonly rules: PlainRules;
  readonly behaviour: Behaviour;
  readonly after: Observation;
  readonly approved: ReadonlySet<string>;
  readonly directory: RememberedDirectory;
};

/** `met`: the run met faults. `misled`: it was told something else than what is, or could not see somebody. */
export function howDisturbed(
  requests: readonly RecordedRequest[],
  { kind, rules, behaviour, after, approved, directory }: Run,
): { readonly met: boolean; readonly misled: boolean } {
  const met = requests.flatMap(({ faults }) => faults);
  // Where a field needs the manager, everybody is read as changes.
  const readAsChanges = kind === 'full' && showsManagers(rules);
  const lags = behaviour.replicationLagMs > 0 || (readAsChanges && behaviour.deltaLagMs > 0);
  const lied = lags || met.some((fault) => LIES.includes(fault));
  const couldNotSee = requests.some(({ faults, inBatch }) => inBatch && faults.length > 0);
  // Who is asked for to see whether answers are worth anything may have left: then nobody is proven gone.
  const onListAndMatching = kind === 'cleanUp' ? countMatching(approved, rules, directory) : 0;
  const unproven = (after.run?.unproven ?? 0) > onListAndMatching;
  return { met: met.length > 0, misled: lied || couldNotSee || unproven };
}

export const showsManagers = ({ fields }: PlainRules): boolean =>
  fields.some(({ source }) => source.startsWith('manager/'));

function countMatching(
  oids: ReadonlySet<string>,
  rules: PlainRules,
  { everybody }: Pick<RememberedDirectory, 'everybody'>,
): number {
  const people = [...oids].flatMap((oid) => everybody.get(oid) ?? []);
  return people.filter((person) => judgePerson(person, rules, everybody).kind === 'employee').length;
}

/** How old what is read may be, at most. */
export const lagOf = ({ replicationLagMs, deltaLagMs }: Behaviour): number => Math.max(replicationLagMs, deltaLagMs);
