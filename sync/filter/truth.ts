/** Three-valued: unknown is what we were not allowed to read, and never counts as false. */
export type Truth = 'true' | 'false' | 'unknown';

export const truthOf = (holds: boolean): Truth => (holds ? 'true' : 'false');

export function not(truth: Truth): Truth {
  if (truth === 'unknown') return 'unknown';
  return truth === 'true' ? 'false' : 'true';
}

/** False as soon as one part is, unknown where one may be. `whole`: every part is judged, also where it cannot count. */
export const allOf = <Part>(parts: Iterable<Part>, judge: (part: Part) => Truth, whole = false): Truth =>
  joined(parts, judge, 'false', whole);

/** True as soon as one part is, unknown where one may be. */
export const anyOf = <Part>(parts: Iterable<Part>, judge: (part: Part) => Truth, whole = false): Truth =>
  joined(parts, judge, 'true', whole);

function joined<Part>(
  parts: Iterable<Part>,
  judge: (part: Part) => Truth,
  decisive: 'true' | 'false',
  whole: boolean,
): Truth {
  let truth: Truth = not(decisive);
  for (const part of parts) {
    const one = judge(part);
    if (one === decisive && !whole) return decisive;
    if (one === decisive || (one === 'unknown' && truth !== decisive)) truth = one;
  }
  return truth;
}
