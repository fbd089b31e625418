import { complain } from '../filter/refusal.ts';
import { parseDate, readDateFormat, writeDate, type DateFormat } from './date-format.ts';
import type { FieldFunction, Prepare } from './field-function.ts';

const MICROSOFT =
  'https://learn.microsoft.com/en-us/entra/identity/app-provisioning/functions-for-customizing-application-data';

/** How far each interval goes; months and years are no length of time. */
const LENGTHS: Readonly<Record<string, number>> = { d: 86_400_000, ww: 604_800_000, h: 3_600_000, n: 60_000, s: 1000 };
const INTERVALS = ['yyyy', 'm', ...Object.keys(LENGTHS)];

/** https://learn.microsoft.com/en-us/dotnet/api/system.globalization.datetimestyles */
const STYLES = [
  ...['none', 'allowleadingwhite', 'allowtrailingwhite', 'allowinnerwhite', 'allowwhitespaces'],
  ...['nocurrentdatedefault', 'adjusttouniversal', 'assumelocal', 'assumeuniversal', 'roundtripkind'],
];

const interval: Prepare = ([written]) =>
  typeof written === 'string' && INTERVALS.includes(written)
    ? { kind: 'ready' }
    : { kind: 'refused', at: 0, complaint: complain('types', `An interval is one of ${INTERVALS.join(', ')}.`) };

const FORMAT_HINT =
  'A date format is one of .NET with at least two characters, such as yyyy-MM-dd or M/d/yyyy hh:mm:ss tt.';

const formats: Prepare = (literals) => {
  const [, styles, from, to] = literals;
  const names = typeof styles === 'string' ? styles.split(/[,|]/) : [];
  const strange = names
    .map((name) => name.trim().replace(/^DateTimeStyles\./i, ''))
    .find((name) => name !== '' && !STYLES.includes(name.toLowerCase()));
  if (strange !== undefined) {
    return { kind: 'refused', at: 1, complaint: complain('types', `${strange} is no style of dates. Leave it out.`) };
  }
  const [input, output] = [formatOf(from), formatOf(to)];
  if (input === undefined) return { kind: 'refused', at: 2, complaint: complain('types', FORMAT_HINT) };
  if (output === undefined) return { kind: 'refused', at: 3, complaint: complain('types', FORMAT_HINT) };
  return {
    kind: 'ready',
    apply: ([source]) => {
      const date = typeof source === 'string' ? parseDate(source, input) : undefined;
      return date === undefined ? null : writeDate(date, output);
    },
  };
};

const formatOf = (text: unknown): DateFormat | undefined =>
  typeof text === 'string' ? readDateFormat(text) : undefined;

function add(name: string, times: number, date: Date): Date | null {
  const whole = Math.trunc(times);
  const length = LENGTHS[name];
  if (length !== undefined) return new Date(date.getTime() + whole * length);
  const months = date.getUTCMonth() + (name === 'yyyy' ? whole * 12 : whole);
  const moved = new Date(date);
  moved.setUTCMonth(months, 1);
  // The last day of a shorter month, as DateTime.AddMonths has it.
  const last = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0)).getUTCDate();
  moved.setUTCDate(Math.min(date.getUTCDate(), last));
  return moved;
}

/** As DateDiff of Visual Basic counts: whole days and times, but borders of weeks (on Sundays), months and years. */
function difference(name: string, from: Date, to: Date): number {
  const years = to.getUTCFullYear() - from.getUTCFullYear();
  if (name === 'yyyy') return years;
  if (name === 'm') return years * 12 + to.getUTCMonth() - from.getUTCMonth();
  if (name === 'ww') return Math.round((sundayOf(to) - sundayOf(from)) / (LENGTHS['ww'] ?? 1));
  return Math.trunc((to.getTime() - from.getTime()) / (LENGTHS[name] ?? 1)) + 0;
}

const sundayOf = (date: Date): number =>
  Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate() - date.getUTCDay());

/** Between the beginning of Windows's time, 1601, and that of JavaScript's, in milliseconds. */
const SINCE_1601 = 11_644_473_600_000;

export const DATE_FUNCTIONS: Readonly<Record<string, FieldFunction>> = {
  CDate: {
    parameters: [{ name: 'expression', type: 'date' }],
    gives: 'date',
    says: 'The date that a text names: ISO 8601, or M/d/yyyy h:mm:ss tt. All dates are UTC and read M/d/yyyy h:mm:ss tt.',
    source: `${MICROSOFT}#cdate`,
    examples: [
      {
        expression: 'CDate([extensionAttribute1])',
        given: { extensionAttribute1: '2020-03-16-07:00' },
        result: '3/16/2020 7:00:00 AM',
      },
      { expression: 'CDate("2021-06-30+08:00")', result: '6/29/2021 4:00:00 PM' },
      { expression: 'CDate("2009-06-15T01:45:30-07:00")', result: '6/15/2009 8:45:30 AM' },
    ],
    apply: ([date]) => date ?? null,
  },
  DateAdd: {
    parameters: [
      { name: 'interval', type: 'text', literal: true },
      { name: 'value', type: 'number' },
      { name: 'dateTime', type: 'date' },
    ],
    gives: 'date',
    says: 'A date so much later, or earlier with a negative value: yyyy years, m months, d days, ww weeks, h hours, n minutes, s seconds.',
    source: `${MICROSOFT}#dateadd`,
    examples: (
      [
        ['d', 7, '3/23/2012 7:00:00 AM'],
        ['d', -10, '3/6/2012 7:00:00 AM'],
        ['ww', 2, '3/30/2012 7:00:00 AM'],
        ['m', 10, '1/16/2013 7:00:00 AM'],
        ['yyyy', 2, '3/16/2014 7:00:00 AM'],
      ] as const
    ).map(([name, times, result]) => ({
      expression: `DateAdd("${name}", ${times}, CDate([extensionAttribute1]))`,
      given: { extensionAttribute1: '2012-03-16-07:00' },
      result,
    })),
    prepare: interval,
    apply: ([name, times, date]) =>
      typeof name === 'string' && typeof times === 'number' && date instanceof Date ? add(name, times, date) : null,
  },
  DateDiff: {
    parameters: [
      { name: 'interval', type: 'text', literal: true },
      { name: 'date1', type: 'date' },
      { name: 'date2', type: 'date' },
    ],
    gives: 'number',
    says: 'How far the second date is after the first, in the interval; negative where it is before.',
    source: `${MICROSOFT}#datediff`,
    examples: (
      [
        ['d', '2021-08-18+08:00', '2021-08-31+08:00', '13'],
        ['d', '8/25/2021 5:41:18 PM', '2012-03-16-07:00', '-3449'],
        ['ww', '8/25/2021 5:41:18 PM', '2012-03-16-07:00', '-493'],
        ['m', '8/25/2021 5:41:18 PM', '2012-03-16-07:00', '-113'],
        ['yyyy', '8/25/2021 5:41:18 PM', '2012-03-16-07:00', '-9'],
        ['d', '2021-08-31+08:00', '2021-08-31+08:00', '0'],
        ['h', '2021-08-24', '2021-08-25', '24'],
        ['n', '2021-08-24', '2021-08-25', '1440'],
        ['s', '2021-08-24', '2021-08-25', '86400'],
      ] as const
    ).map(([name, from, to, result]) => ({
      expression: `DateDiff("${name}", CDate("${from}"), CDate("${to}"))`,
      result,
    })),
    prepare: interval,
    apply: ([name, from, to]) =>
      typeof name === 'string' && from instanceof Date && to instanceof Date ? difference(name, from, to) : null,
  },
  DateFromNum: {
    parameters: [{ name: 'value', type: 'number' }],
    gives: 'date',
    says: 'The date of a number of Active Directory: tenths of microseconds since 1601.',
    source: `${MICROSOFT}#datefromnum`,
    examples: [{ expression: 'DateFromNum(129699324000000000)', result: '1/1/2012 11:00:00 PM' }],
    apply: ([value]) => (typeof value === 'number' ? new Date(Math.round(value / 10_000) - SINCE_1601) : null),
  },
  FormatDateTime: {
    parameters: [
      { name: 'source', type: 'text' },
      { name: 'dateTimeStyles', type: 'text', literal: true, optional: true },
      { name: 'inputFormat', type: 'text', literal: true },
      { name: 'outputFormat', type: 'text', literal: true },
    ],
    gives: 'text',
    says: 'A date in another format, as .NET writes custom formats, in UTC and in English. What does not fit the input format gives nothing. The style changes nothing: blanks at the ends are left out, and without an offset it is UTC.',
    source: `${MICROSOFT}#formatdatetime`,
    examples: [
      {
        expression: 'FormatDateTime([extensionAttribute1], , "yyyyMMddHHmmss.fZ", "yyyy-MM-dd")',
        given: { extensionAttribute1: '20150123105347.1Z' },
        result: '2015-01-23',
      },
    ],
    prepare: formats,
  },
  NumFromDate: {
    parameters: [{ name: 'value', type: 'date' }],
    gives: 'text',
    says: 'A date as a number of Active Directory: tenths of microseconds since 1601.',
    source: `${MICROSOFT}#numfromdate`,
    examples: [
      {
        expression:
          'NumFromDate(Join("", FormatDateTime([extensionAttribute1], ,"yyyy-MM-ddzzz", "yyyy-MM-dd"), " 23:59:59-08:00"))',
        given: { extensionAttribute1: '2020-12-31-08:00' },
        result: '132539615990000000',
      },
      {
        expression:
          'NumFromDate(Join("",FormatDateTime([extensionAttribute1], ,"M/d/yyyy hh:mm:ss tt","yyyy-MM-dd")," 23:59:59-08:00"))',
        given: { extensionAttribute1: '12/31/2020 12:00:00 AM' },
        result: '132539615990000000',
      },
    ],
    apply: ([date]) => (date instanceof Date ? String(BigInt(date.getTime() + SINCE_1601) * 10_000n) : null),
  },
};
