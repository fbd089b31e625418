/** ISO 8601 as OData and Graph write it; a date alone means its beginning in UTC. */
const DATE = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,12})?)?(?:Z|[+-]\d{2}:\d{2}))?$/i;

/** The moment that a text names; undefined where it names none. */
export function readDate(text: string): Date | undefined {
  if (!DATE.test(text)) return undefined;
  const date = new Date(text.toUpperCase());
  return Number.isNaN(date.getTime()) ? undefined : date;
}
