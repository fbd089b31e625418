import type { Person } from '../../emulator/people/person.ts';

/** A text that must stand nowhere, and what it is. */
export type Needle = { readonly what: string; readonly text: string };

/** What of a person is looked for: names, addresses, numbers, and what else leads to them. */
const TEXTS = [
  ...['displayName', 'givenName', 'surname', 'userPrincipalName', 'mail', 'mailNickname'],
  ...['mobilePhone', 'faxNumber', 'streetAddress', 'onPremisesDistinguishedName'],
] as const;
const LISTS = ['businessPhones', 'proxyAddresses', 'otherMails'] as const;

/** Words that are also the whole name of somebody odd. */
const ORDINARY = ['given', 'only', 'name', 'user'];

/** Shorter ones stand in any text by chance. */
const SHORTEST = 4;

export function needlesOf({ properties }: Person): readonly Needle[] {
  const texts = TEXTS.map((name) => ({ what: name, value: properties[name] }));
  const lists = LISTS.flatMap((name) => {
    const values = properties[name];
    return Array.isArray(values) ? values.map((value: unknown) => ({ what: name, value })) : [];
  });
  return [...texts, ...lists].flatMap(({ what, value }) => {
    if (typeof value !== 'string') return [];
    const text = value.replace(/^smtp:/i, '').trim();
    return text.length < SHORTEST || ORDINARY.includes(text.toLowerCase()) ? [] : [{ what, text }];
  });
}

/** Tokens and links of Microsoft, whatever their value. */
const SHAPES: readonly (readonly [what: string, shape: RegExp])[] = [
  ['a token', /eyJ[\w-]{10,}/],
  ['an authorization header', /Bearer \S/],
  ['a link of Graph', /skiptoken|deltatoken|\/v1\.0\//i],
  ['a query of Graph', /\$select|%24select/],
];

const WORD = /[\p{L}\p{N}]/u;

/** Every needle and shape that stands in the text, letters' case aside: a needle as a whole word, else "Ann" is in "annul". */
export function findIn(text: string, needles: readonly Needle[]): readonly string[] {
  const lower = text.toLowerCase();
  const found = SHAPES.flatMap(([what, shape]) => (shape.test(text) ? [what] : []));
  for (const needle of needles)
    if (stands(lower, needle.text.toLowerCase())) found.push(`${needle.what}: ${needle.text}`);
  return [...new Set(found)];
}

function stands(text: string, needle: string): boolean {
  for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + 1)) {
    const [before, after] = [text.at(at - 1) ?? '', text.at(at + needle.length) ?? ''];
    if ((at === 0 || !WORD.test(before)) && !WORD.test(after)) return true;
  }
  return false;
}
