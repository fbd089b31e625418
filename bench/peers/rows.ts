import type { Row } from '../row.ts';

/** Measured with `--peers` only: what another tool makes of the same directory. */
export const PEER_ROWS: readonly Row[] = [];
