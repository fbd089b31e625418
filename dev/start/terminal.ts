/** Prints lines, and below them one that changes, where a person watches. */
export type Terminal = {
  readonly say: (line: string) => void;
  /** `of` is undefined while nobody knows how many there are. */
  readonly progress: (done: number, of: number | undefined, what: string) => void;
};

const BAR_COLUMNS = 24;
/** Elsewhere, such as in a log: a line now and then. */
const LINE_EVERY_MS = 2_000;
const CLEAR_LINE = '\r\u001b[2K';

export function openTerminal(out: NodeJS.WriteStream = process.stdout): Terminal {
  let barShown = false;
  let saidAt = 0;
  out.on('error', () => undefined); // a terminal that was closed: we still stop everything
  const say = (line: string): void => {
    out.write(`${barShown ? CLEAR_LINE : ''}${line}\n`);
    barShown = false;
  };
  return {
    say,
    progress(done, of, what) {
      const text = `${done}${of === undefined ? '' : ` of about ${of}`} ${what}`;
      if (out.isTTY) {
        const full = of === undefined || of === 0 ? 0 : Math.round(BAR_COLUMNS * Math.min(1, done / of));
        out.write(`${CLEAR_LINE}  ${'█'.repeat(full)}${'░'.repeat(BAR_COLUMNS - full)} ${text}`);
        barShown = true;
      } else if (Date.now() - saidAt >= LINE_EVERY_MS) {
        saidAt = Date.now();
        say(`  ${text}`);
      }
    },
  };
}
