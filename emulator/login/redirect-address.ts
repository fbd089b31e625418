/** https anywhere, http on the loopback only; https://learn.microsoft.com/en-us/entra/identity-platform/reply-url */
export function isRedirectAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, hash } = new URL(text);
  const safe =
    protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname));
  return safe && hash === '';
}

/** The address with these values in its query; those that are undefined are left out. */
export function withQuery(address: string, values: Readonly<Record<string, string | undefined>>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(values)) if (value !== undefined) url.searchParams.set(name, value);
  return url.href;
}
