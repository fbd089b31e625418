import { assertNever } from '../../sync/assert-never.ts';
import { FAILURES, type FailureClass } from '../../sync/failure.ts';
import { KIND_REASONS } from '../../sync/run.ts';
import type { Does, FaultRow } from './fault-row.ts';

/** What Rollcall does about a fault, as a sentence. */
export function tellAction({ does }: FaultRow): string {
  switch (does.kind) {
    case 'copes':
    case 'startsAgain':
      return `${does.how.charAt(0).toUpperCase()}${does.how.slice(1)}.`;
    case 'retries':
      return 'Tries again by itself, with growing pauses, where it stood.';
    case 'waits':
      return tellWait(does);
    case 'readsEverybody':
      return 'Reads everybody in the same run, and changes again from the next one on.';
    case 'keeps':
      return 'Keeps whom it could not prove gone; the next run asks again.';
    case 'fails':
      return ['Ends the run and removes nobody.', does.also, AFTER_FAILURE[FAILURES[does.code].class]]
        .filter((sentence) => sentence !== undefined)
        .join(' ');
    default:
      return assertNever(does);
  }
}

/** What the tenant's admin finds, as a sentence or two. */
export function tellSight({ does }: FaultRow): string {
  switch (does.kind) {
    case 'copes':
    case 'startsAgain':
    case 'retries':
    case 'waits':
      return 'A run that succeeded.';
    case 'readsEverybody':
      return `A run that succeeded. “${KIND_REASONS[does.reason]}”`;
    case 'keeps':
      return `A run that succeeded, with ${does.unproven} \`unproven\`.`;
    case 'fails': {
      const { message, remedy, class: kind } = FAILURES[does.code];
      const where = kind === 'tenantAttention' ? 'Needs attention' : 'A failed run';
      return `${where}, \`${does.code}\`: “${message}” ${remedy}`;
    }
    default:
      return assertNever(does);
  }
}

function tellWait({ ms, also }: Extract<Does, { kind: 'waits' }>): string {
  const more = also === undefined ? '' : ` ${also}`;
  if (ms === 'backOff') return `Waits, longer each time, and goes on where it stood.${more}`;
  const [least, most] = ms;
  if (most < 1_000) return `Goes on at once where it stood.${more}`;
  const time = least === most ? `${most / 1_000} s` : 'until then';
  return `Waits ${time} and goes on where it stood.${more}`;
}

const AFTER_FAILURE: Readonly<Record<FailureClass, string>> = {
  tenantAttention: 'The tenant is marked; the next run that succeeds takes the mark away.',
  ownCredential: 'Marks no tenant: one alarm for the operator, in the log, in metrics and in /readyz.',
  bug: 'Marks no tenant; the worker’s log says so at `error`.',
  run: 'The next run reads everything again.',
  retry: '',
  wait: '',
  resync: '',
};
