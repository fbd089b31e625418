/**
 * The same items, with the next one being worked out while one is used: one ahead, never more. What it fails by is
 * thrown when its turn comes. Whoever stops early leaves at most that one unused: it is given up, and waited for, so
 * that nothing goes on behind whoever has ended.
 */
export async function* readAhead<T>(items: AsyncIterator<T, void>, giveUp: () => void): AsyncGenerator<T, void> {
  let coming = items.next();
  try {
    for (;;) {
      const item = await coming;
      if (item.done) return;
      coming = items.next();
      coming.catch(() => undefined); // awaited in the next round, or given up
      yield item.value;
    }
  } finally {
    giveUp();
    await coming.catch(() => undefined);
  }
}
