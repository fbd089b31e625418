/** A line of a log as people want it: our own processes write JSON, of which the sentence counts. */
export function readableLine(line: string): string {
  try {
    const { msg, event }: { msg?: unknown; event?: unknown } = JSON.parse(line);
    return [msg, event].find((text) => typeof text === 'string') ?? line;
  } catch {
    return line;
  }
}
