/**
 * What a spreadsheet takes for the begin of a formula (https://owasp.org/www-community/attacks/CSV_Injection), the wide
 * forms of East Asia included.
 */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** A number that is dialled: digits and what stands between them. No formula can be made of these alone. */
const TELEPHONE = /^\+\d[\d ()./\u00a0-]*(?:(?:x|ext\.?) ?\d+)?$/i;

/**
 * A cell of CSV (https://www.rfc-editor.org/rfc/rfc4180). What a spreadsheet would run as a formula gets an apostrophe in
 * front, which makes it text; a telephone number keeps its plus. Blanks at an end are quoted too: some readers would trim them.
 */
export function csvCell(value: string): string {
  const cell = FORMULA.test(value) && !TELEPHONE.test(value) ? `'${value}` : value;
  return /[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
