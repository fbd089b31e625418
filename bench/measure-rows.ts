import { judge, type Result } from './judge.ts';
import type { Row } from './row.ts';
import type { System } from './system.ts';
import { QUICK, WHOLE, type World } from './world.ts';

export type MeasureOptions = {
  readonly quick: boolean;
  readonly openSystem: () => Promise<System>;
  readonly say: (line: string) => void;
  /** After this long no further row is begun. */
  readonly minutes: number;
};

/**
 * Measures rows one after the other. A row that throws, or takes longer than it may, has failed, with its cause; the
 * next one is measured all the same. What a late row leaves behind goes with its system, so that no other is measured
 * beside it. What was started is stopped at the end.
 */
export async function measureRows(rows: readonly Row[], options: MeasureOptions): Promise<readonly Result[]> {
  const { quick, say, minutes } = options;
  const until = performance.now() + minutes * 60_000;
  const measured = new Map<string, Promise<unknown>>();
  let system: Promise<System> | undefined;
  const closeSystem = async (): Promise<void> => {
    const open = system;
    system = undefined;
    measured.clear();
    await (await open?.catch(() => undefined))?.close();
  };
  const shared: Omit<World, 'signal'> = {
    quick,
    sizes: quick ? QUICK : WHOLE,
    system: () => (system ??= options.openSystem()),
    once<T>(what: string, measure: () => Promise<T>) {
      const known = measured.get(what) ?? measure();
      measured.set(what, known);
      return known as Promise<T>; // of one name there is one measure
    },
    say,
  };
  const results: Result[] = [];
  try {
    for (const row of rows) {
      say(`${row.name} …`);
      const { result, isLate } = await measureOne(row, shared, quick ? row.minutes / 3 : row.minutes, until);
      say(`  ${result.ok ? 'ok' : 'NOT OK'}  ${result.cause ?? `${result.how}`}`);
      results.push(result);
      if (isLate) await closeSystem();
    }
  } finally {
    await closeSystem();
  }
  return results;
}

type MeasuredOne = { readonly result: Result; readonly isLate: boolean };

async function measureOne(
  row: Row,
  shared: Omit<World, 'signal'>,
  minutes: number,
  until: number,
): Promise<MeasuredOne> {
  const leftMs = Math.min(minutes * 60_000, until - performance.now());
  if (leftMs <= 0) return { result: judge(row, { cause: 'The time of the whole benchmark was over.' }), isLate: false };
  const limit = new AbortController();
  const late = new Error(`It took longer than ${(leftMs / 60_000).toFixed(1)} minutes.`);
  let timer: NodeJS.Timeout | undefined;
  try {
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        limit.abort(late);
        reject(late);
      }, leftMs);
    });
    const measured = await Promise.race([row.measure({ ...shared, signal: limit.signal }), tooLate]);
    return { result: judge(row, { measured }), isLate: false };
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    return { result: judge(row, { cause }), isLate: error === late };
  } finally {
    clearTimeout(timer);
  }
}
