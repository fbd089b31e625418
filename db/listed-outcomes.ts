import type { Outcome } from '../sync/plan-page.ts';
import { outcomeCode, sourceCode } from './codes.ts';

/** Outcomes of a page as they are stored: outcome and e-mail source, a byte each. */
export function outcomeBytes(outcomes: readonly Outcome[]): Buffer {
  const bytes = Buffer.alloc(outcomes.length * 2);
  outcomes.forEach(({ outcome, emailSource }, index) => {
    bytes.writeUInt8(outcomeCode(outcome), index * 2);
    bytes.writeUInt8(sourceCode(emailSource), index * 2 + 1);
  });
  return bytes;
}

/** People left out, by reason. */
export function countSkipped(outcomes: readonly Outcome[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { outcome } of outcomes) if (outcome !== 'matches') counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

/** SQL: the run's people left out, with those of a page. `added`: the parameter that holds these. */
export const skippedWith = (added: string): string => `(select coalesce(jsonb_object_agg(reason, people), '{}') from (
    select key as reason, sum(value::int) as people
    from (select * from jsonb_each_text(skipped) union all select * from jsonb_each_text(${added}::jsonb)) both_counts
    group by key) counts)`;
