/** Classes of characters that stand for thousands: `\p{L}`, `\W`. */
const WIDE = 10;

/**
 * About how many states a regular expression takes: the length of what it says, repetitions written out. It is counted
 * before the expression is built, since building a large one is what costs.
 */
export function weighPattern(source: string): number {
  /** Weights of the groups that are open, outermost first. */
  const open: number[] = [];
  let sum = 0;
  let last = 0;
  let at = 0;
  const add = (weight: number, length: number) => {
    sum += weight;
    last = weight;
    at += length;
  };
  while (at < source.length) {
    const rest = source[at];
    if (rest === '\\') {
      const wide = /[pPdDwWsS]/.test(source[at + 1] ?? '');
      add(wide ? WIDE : 1, 2);
    } else if (rest === '[') {
      const length = classLength(source, at);
      add(length + WIDE, length);
    } else if (rest === '(') {
      open.push(sum);
      sum = 0;
      add(1, 1);
    } else if (rest === ')' && open.length > 0) {
      const group = sum;
      sum = open.pop() ?? 0;
      add(group, 1);
    } else if (rest === '{') {
      const [text, times] = repetition(source, at);
      // One is there already; a repetition of nothing is refused by the engine.
      add(last * Math.max(0, times - 1), text);
      last *= Math.max(1, times);
    } else add(1, 1);
  }
  return open.reduce((all, each) => all + each, sum);
}

function classLength(source: string, from: number): number {
  let at = from + 1;
  while (at < source.length && source[at] !== ']') at += source[at] === '\\' ? 2 : 1;
  return Math.min(at + 1, source.length) - from;
}

const REPETITION = /\{(\d{1,9})(?:,(\d{0,9}))?\}/y;

function repetition(source: string, at: number): readonly [length: number, times: number] {
  REPETITION.lastIndex = at;
  const [text, least = '1', most = ''] = REPETITION.exec(source) ?? ['{'];
  return [text.length, Math.max(Number(least), Number(most))];
}
