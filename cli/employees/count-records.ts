const QUOTE = 0x22;
const LINE_FEED = 0x0a;

/** Counts the records of a CSV (https://www.rfc-editor.org/rfc/rfc4180) as it passes: a line feed within quotes ends none. */
export function countRecords(csv: AsyncIterable<Uint8Array>) {
  let records = 0;
  let quoted = false;
  let open = false;
  async function* chunks() {
    for await (const chunk of csv) {
      for (const byte of chunk) {
        if (byte === QUOTE) quoted = !quoted;
        const ends = byte === LINE_FEED && !quoted;
        if (ends) records++;
        open = !ends;
      }
      yield chunk;
    }
  }
  /** How many have passed; a last one without line feed counts. */
  return { chunks: chunks(), count: () => records + (open ? 1 : 0) };
}
