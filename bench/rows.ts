import { PEER_ROWS } from './peers/rows.ts';
import type { Row } from './row.ts';
import { CROWD_ROWS } from './rows/crowd.ts';
import { FILTER_ROWS } from './rows/filters.ts';
import { FULL_SYNC_ROWS } from './rows/full-syncs.ts';
import { LARGE_DIRECTORY_ROWS } from './rows/large-directory.ts';
import { LIST_ROWS } from './rows/lists.ts';
import { PAGE_ROWS } from './rows/pages.ts';
import { SLEEPER_ROWS } from './rows/sleepers.ts';
import { SYNC_NOW_ROWS } from './rows/sync-now.ts';
import { TEMPORAL_COST_ROWS } from './rows/temporal-cost.ts';

/**
 * All rows in the order in which they are measured and shown: each finds a system in which those before it have worked,
 * so what leaves much behind comes late.
 */
export const ROWS: readonly Row[] = [
  ...[...FULL_SYNC_ROWS, ...TEMPORAL_COST_ROWS],
  ...[...PAGE_ROWS, ...FILTER_ROWS],
  ...[...SYNC_NOW_ROWS.slice(0, 1), ...LARGE_DIRECTORY_ROWS, ...SYNC_NOW_ROWS.slice(1)],
  ...[...LIST_ROWS, ...CROWD_ROWS, ...SLEEPER_ROWS],
  ...PEER_ROWS,
];
