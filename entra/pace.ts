import { APPLICATION_UNITS, APPLICATION_WINDOW_MS, DIRECTORY_WINDOW_MS, TOLD_FROM } from './limits.ts';

/** What all tenants of our app have used together. Times are milliseconds since 1970. */
export type AppUse = {
  /** Resource units that had not come back at that moment. */
  readonly units: number;
  readonly at: number;
  /** Until then Microsoft wants nothing from our app, whatever the tenant. */
  readonly closedUntil: number;
};

/** The share of a directory's limit that was used at that moment, as Graph told. */
export type DirectoryUse = { readonly share: number; readonly at: number };

export const UNUSED: AppUse = { units: 0, at: 0, closedUntil: 0 };

/** A little below where answers begin to tell: one that tells exactly that is followed by a short pause too. */
const CALM = TOLD_FROM - 0.05;

/**
 * Milliseconds to wait before the next request, so that no 429 comes: until Microsoft wants to hear from our app again,
 * until enough of the budget that all tenants share has come back, and until the directory's own bucket is calm. Units
 * come back steadily, a whole limit in one window.
 */
export function pauseBefore(app: AppUse, directory: DirectoryUse | undefined, now: number): number {
  const closed = app.closedUntil - now;
  const over = unitsLeft(app, now) - APPLICATION_UNITS * TOLD_FROM;
  const shared = (over / APPLICATION_UNITS) * APPLICATION_WINDOW_MS;
  const own = directory === undefined ? 0 : (directory.share - CALM) * DIRECTORY_WINDOW_MS - (now - directory.at);
  return Math.max(0, Math.ceil(Math.max(closed, shared, own)));
}

/** The use after so many units more. */
export const useUnits = (app: AppUse, units: number, now: number): AppUse => ({
  ...app,
  units: unitsLeft(app, now) + units,
  at: now,
});

const unitsLeft = ({ units, at }: AppUse, now: number): number =>
  Math.max(0, units - ((now - at) / APPLICATION_WINDOW_MS) * APPLICATION_UNITS);
