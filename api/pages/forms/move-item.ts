/** The list with one item a place nearer to its begin (-1) or its end (1); one that cannot move stays where it is. */
export function moveItem<T>(list: readonly T[], index: number, by: -1 | 1): readonly T[] {
  const [moving, other] = [list[index], list[index + by]];
  if (moving === undefined || other === undefined) return list;
  return list.map((item, place) => (place === index ? other : place === index + by ? moving : item));
}
