/** An address of ours with these in its query, in place of what it says of them; empty ones are left out. */
export function withQuery(address: string, query: Readonly<Record<string, string | null | undefined>>): string {
  const { pathname, searchParams } = new URL(address, 'http://rollcall.invalid');
  for (const [name, value] of Object.entries(query)) {
    if (value) searchParams.set(name, value);
    else searchParams.delete(name);
  }
  const search = searchParams.toString();
  return search === '' ? pathname : `${pathname}?${search}`;
}
