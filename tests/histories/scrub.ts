/** Names in a history that tell of the machine it was recorded on, and of nothing that a replay looks at. */
const OF_THE_MACHINE = new Set(['identity', 'stackTrace', 'binaryChecksum', 'buildId']);

/** A worker calls itself by process and host: `4711@some-host`. */
const PROCESS_AND_HOST = /\b\d+@[\w.-]+/g;

/** The history without the name of the machine it was recorded on, and without its folders. */
export function scrub(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(scrub);
  if (typeof value === 'string') return value.replace(PROCESS_AND_HOST, 'worker');
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, OF_THE_MACHINE.has(name) ? '' : scrub(each)]),
  );
}
