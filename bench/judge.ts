import type { Limit, Measured, Row, Unit } from './row.ts';

/** A row of results.json. */
export type Result = {
  readonly name: string;
  readonly what: string;
  /** Null: it could not be measured. */
  readonly value: number | null;
  readonly unit: Unit;
  readonly against: string;
  /** Null: it is measured against nothing. */
  readonly ratio: number | null;
  /** As `≤ 2 ×` or `≤ 350 MiB`. */
  readonly limit: string;
  /** How much of the limit is used: 1 is all of it. Null: there is no limit, or no measure. */
  readonly used: number | null;
  readonly ok: boolean;
  readonly how: string;
  /** Why it could not be measured. */
  readonly cause: string | null;
};

export type Attempt = { readonly measured: Measured } | { readonly cause: string };

/** Compares a measure with its limit. What could not be measured is not ok. */
export function judge(row: Row, attempt: Attempt): Result {
  const { name, what, unit, against, limit } = row;
  const about = { name, what, unit, against, limit: limitText(limit, unit) };
  if ('cause' in attempt) {
    return { ...about, value: null, ratio: null, used: null, ok: false, how: '', cause: attempt.cause };
  }
  const { value, reference, how } = attempt.measured;
  const ratio = reference === undefined ? null : value / reference;
  const used = usedOf(limit, limit.of === 'ratio' ? ratio : value);
  return { ...about, value, ratio, used, ok: limit.of === 'nothing' || (used !== null && used <= 1), how, cause: null };
}

function usedOf(limit: Limit, found: number | null): number | null {
  if (limit.of === 'nothing' || found === null) return null;
  if ('atLeast' in limit) return found === 0 ? Number.MAX_SAFE_INTEGER : limit.atLeast / found;
  if (limit.atMost === 0) return found === 0 ? 0 : Number.MAX_SAFE_INTEGER;
  return found / limit.atMost;
}

function limitText(limit: Limit, unit: Unit): string {
  if (limit.of === 'nothing') return '';
  const [sign, bound] = 'atLeast' in limit ? ['≥', limit.atLeast] : ['≤', limit.atMost];
  return `${sign} ${bound} ${limit.of === 'ratio' ? '×' : unit}`;
}
