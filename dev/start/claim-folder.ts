import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { CannotStart } from '../cannot-start.ts';
import { isRunning } from '../stop-process.ts';

/** Another `npm start` of this clone is up. */
export class AlreadyRunning extends CannotStart {
  override readonly name = 'AlreadyRunning';
}

/**
 * Only one `npm start` may use the folder's data. The file holds the process id of the one that does; left behind by one
 * that was killed it does not count. Returns how to give the claim back.
 */
export async function claimFolder(file: string, commandHolds: string, whereIsIt: () => string): Promise<() => void> {
  mkdirSync(dirname(file), { recursive: true });
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
    if (pid !== process.pid && (await isRunning({ pid, commandHolds }))) {
      throw new AlreadyRunning(
        `Rollcall runs from this folder already (process ${pid}${whereIsIt()}). Stop it first: Ctrl-C in its terminal, or kill ${pid}.`,
      );
    }
    rmSync(file, { force: true });
  }
}
