import { PEER_ROWS } from './peers/rows.ts';
import type { Row } from './row.ts';

/** All rows in the order in which they are measured and shown. Rows against peers are added in bench/peers/rows.ts. */
export const ROWS: readonly Row[] = [...PEER_ROWS];
