/**
 * The `$search` for words of a display name: blanks and signs split a name into words, and each word has to begin one of
 * them (https://learn.microsoft.com/en-us/graph/search-query-parameter). Quotes and backslashes would end a word, so they
 * split as well. Undefined: no word is left.
 */
export function searchByName(text: string): string | undefined {
  const words = text.split(/[\s"\\]+/).filter((word) => word !== '');
  const search = words.map((word) => `"displayName:${word}"`).join(' AND ');
  return search === '' ? undefined : `$search=${encodeURIComponent(search)}`;
}
