/** What a browser sends of a form: each name and value, in the order of the page. */
export type Sent = readonly (readonly [name: string, value: string])[];

/** The form with this id as it stands in a page, with everything in it that is sent, but for buttons. */
export function formOf(html: string, id: string): Sent {
  const form = new RegExp(`<form [^>]*id="${id}"[^>]*>([\\s\\S]*?)</form>`).exec(html)?.[1];
  if (form === undefined) throw new Error(`The page has no form ${id}.`);
  const parts = form.matchAll(
    /<input ([^>]*?)\/?>|<textarea ([^>]*)>([\s\S]*?)<\/textarea>|<select ([^>]*)>([\s\S]*?)<\/select>/g,
  );
  return [...parts].flatMap(([, input, area, text = '', select, options = '']): Sent => {
    const attributes = input ?? area ?? select ?? '';
    const name = attribute(attributes, 'name');
    if (name === undefined) return [];
    if (area !== undefined) return [[name, plain(text)]];
    if (select !== undefined) {
      const [, chosen] = /value="([^"]*)"[^>]*selected/.exec(options) ?? /value="([^"]*)"/.exec(options) ?? [];
      return [[name, plain(chosen ?? '')]];
    }
    const box = attribute(attributes, 'type') === 'checkbox';
    if (box && !/\bchecked(=|\s|$)/.test(attributes)) return [];
    return [[name, attribute(attributes, 'value') ?? 'on']];
  });
}

/** What is filled into a form: a name's one value, or all of them. */
export type Values = Readonly<Record<string, string | readonly string[]>>;

/** The form with other values: a name's one value replaced, or all of them by a list. */
export function filled(sent: Sent, values: Values): Sent {
  const rest = sent.filter(([name]) => !Object.hasOwn(values, name));
  const added = Object.entries(values).flatMap(([name, value]): Sent => [value].flat().map((each) => [name, each]));
  return [...rest, ...added];
}

const attribute = (attributes: string, name: string): string | undefined => {
  const found = new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1];
  return found === undefined ? undefined : plain(found);
};

export const plain = (html: string): string =>
  html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

/** What people read of it. */
export const textOf = (html: string): string => plain(html.replaceAll(/<[^>]+>/g, ' ')).replaceAll(/\s+/g, ' ');

/** What is said above a form that was refused. */
export const alertIn = (html: string): string =>
  textOf(/<div class="alert[^>]*role="alert">([\s\S]*?)<\/div>/.exec(html)?.[1] ?? '');
