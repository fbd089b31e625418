import { mix } from '../../emulator/hash.ts';
import { PARTS } from './own-system.ts';
import { isFullRound, type Kill } from './play-history.ts';

/** Requests that a full run of three thousand people, and one over what changed, sends at the least. */
const REQUESTS = { full: 22, incremental: 4 };
/** Longer than it takes from one request to the next, and from the last one to the end of the run. */
const MOST_MS = 120;

/** Kills at points that follow from the seed, each part as often as the others. The first is of the first sync. */
export function someKills(seed: number, count: number): readonly Kill[] {
  const first = mix(seed, 0) % PARTS.length;
  return Array.from({ length: count }, (_, round) => ({
    part: PARTS[(first + round) % PARTS.length] ?? 'Worker',
    afterRequests: mix(seed, round, 1) % ((isFullRound(round) ? REQUESTS.full : REQUESTS.incremental) + 1),
    thenMs: mix(seed, round, 2) % MOST_MS,
  }));
}
