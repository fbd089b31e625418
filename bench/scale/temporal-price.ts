/**
 * What Temporal Cloud asks for, in US dollars, pay-as-you-go on the Business plan:
 * https://docs.temporal.io/cloud/pricing and https://docs.temporal.io/cloud/actions, read on 2026-11-27.
 */
export const PRICE_READ_ON = '2026-11-27';

/** Each step's millions of actions a month, and the price of a million. Beyond 200 million the price is asked for. */
const STEPS = [
  { millions: 5, dollars: 50 },
  { millions: 5, dollars: 45 },
  { millions: 10, dollars: 40 },
  { millions: 30, dollars: 35 },
  { millions: 50, dollars: 30 },
  { millions: 100, dollars: 25 },
] as const;

const INCLUDED = { actions: 2_500_000, activeGB: 2.5, retainedGB: 100 } as const;
const HOURS_A_MONTH = 744;
const DOLLARS_PER_GB_HOUR = { active: 0.042, retained: 0.00105 } as const;
const PLAN = { least: 500, share: 0.1 } as const;

/** Each action counts for so much more while fairness is on. */
export const FAIRNESS_SHARE = 0.1;

export type TemporalUse = { readonly actions: number; readonly activeGB: number; readonly retainedGB: number };

/** Dollars a month for that use: actions, storage and the plan. Throws RangeError beyond 200 million actions. */
export function priceOf({ actions, activeGB, retainedGB }: TemporalUse): {
  readonly actions: number;
  readonly storage: number;
  readonly plan: number;
} {
  let left = Math.max(0, actions - INCLUDED.actions) / 1e6;
  let dollars = 0;
  for (const step of STEPS) {
    const here = Math.min(left, step.millions);
    dollars += here * step.dollars;
    left -= here;
  }
  if (left > 0) throw new RangeError('Beyond 200 million actions a month Temporal makes a price of its own.');
  const storage =
    HOURS_A_MONTH *
    (Math.max(0, activeGB - INCLUDED.activeGB) * DOLLARS_PER_GB_HOUR.active +
      Math.max(0, retainedGB - INCLUDED.retainedGB) * DOLLARS_PER_GB_HOUR.retained);
  return { actions: dollars, storage, plan: Math.max(PLAN.least, PLAN.share * (dollars + storage)) };
}
