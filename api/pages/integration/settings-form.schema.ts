import * as z from 'zod';
import { EXPECTED_OUTCOMES } from '../../../sync/example.schema.ts';
import type { EntraGroupId } from '../../../sync/ids.ts';
import { EmailSource, GroupId, IntegrationSettings } from '../../../sync/integration-settings.schema.ts';
import type { Finding } from '../../schemas/problem.schema.ts';
import { madeFrom, pressed, ticked, written } from '../forms/form-parts.schema.ts';

/** Settings as the form holds them: what people write stays as they wrote it, right or wrong. */
export type SettingsDraft = {
  /** The version that the form was made from. */
  readonly version: number;
  /** All sources, in the order of the page. */
  readonly sources: readonly { readonly source: EmailSource; readonly on: boolean }[];
  readonly leaveOut: Readonly<Record<LeaveOut, boolean>>;
  /** One a line. */
  readonly patterns: string;
  readonly odata: string;
  readonly expression: string;
  readonly groups: readonly EntraGroupId[];
  readonly cleanUp: Readonly<Record<'retentionDays' | 'maxRemovalsPercent' | 'maxRemovals', string>> & {
    readonly enabled: boolean;
  };
  /** `known`: the settings speak of photos, whether they are wanted or not. */
  readonly photos: { readonly on: boolean; readonly known: boolean };
};

export const LEAVE_OUT = ['disabled', 'guests', 'sharedMailboxes', 'rooms', 'serviceAccounts'] as const;
export type LeaveOut = (typeof LEAVE_OUT)[number];

const PRESSED = [
  ...(['look', 'save', 'saveOver', 'check', 'preview', 'up', 'down', 'addGroup', 'removeGroup'] as const),
  ...(['addExample', 'removeExample', 'expectImported', 'expectNotImported'] as const),
] as const;

const Sources = z.array(EmailSource).max(EmailSource.options.length);

/** What the browser sends. */
export const SettingsForm = z
  .object({
    version: madeFrom,
    order: Sources,
    source: Sources.default([]),
    leaveOut: z.array(z.enum(LEAVE_OUT)).max(LEAVE_OUT.length).default([]),
    patterns: written(50_000),
    odata: written(20_000),
    expression: written(20_000),
    group: z.array(GroupId).max(100).default([]),
    enabled: ticked,
    retentionDays: written(40),
    maxRemovalsPercent: written(40),
    maxRemovals: written(40),
    photos: ticked,
    photosKnown: ticked,
    groupQuery: written(256),
    exampleWho: written(256),
    exampleExpected: z.array(z.enum(EXPECTED_OUTCOMES)).max(1).default([]),
    do: pressed(PRESSED, 'look'),
  })
  .transform((form) => ({
    pressed: form.do,
    groupQuery: lineOf(form.groupQuery),
    example: { who: lineOf(form.exampleWho), expected: form.exampleExpected[0] ?? 'imported' },
    draft: {
      version: form.version,
      sources: [...new Set([...form.order, ...EmailSource.options])].map((source) => ({
        source,
        on: form.source.includes(source),
      })),
      leaveOut: leavingOut((each) => form.leaveOut.includes(each)),
      patterns: form.patterns,
      odata: form.odata,
      expression: form.expression,
      groups: form.group,
      cleanUp: {
        enabled: form.enabled,
        retentionDays: form.retentionDays,
        maxRemovalsPercent: form.maxRemovalsPercent,
        maxRemovals: form.maxRemovals,
      },
      photos: { on: form.photos, known: form.photosKnown },
    } satisfies SettingsDraft,
  }));
export type PressedInSettings = z.output<typeof SettingsForm>['pressed'];

/** What the form shows of saved settings. */
export function draftOf(version: number, { email, filters, cleanUp, photos }: IntegrationSettings): SettingsDraft {
  const left: Readonly<Record<LeaveOut, boolean>> = {
    disabled: !filters.includeDisabled,
    guests: !filters.includeGuests,
    sharedMailboxes: filters.excludeSharedMailboxes,
    rooms: filters.excludeRooms,
    serviceAccounts: filters.excludeServiceAccounts,
  };
  return {
    version,
    sources: [...new Set([...email.sources, ...EmailSource.options])].map((source) => ({
      source,
      on: email.sources.includes(source),
    })),
    leaveOut: left,
    patterns: filters.serviceAccountPatterns.join('\n'),
    odata: filters.odata ?? '',
    expression: filters.expression ?? '',
    groups: filters.groups ?? [],
    cleanUp: {
      enabled: cleanUp.enabled,
      retentionDays: String(cleanUp.retentionDays),
      maxRemovalsPercent: String(cleanUp.maxRemovalsPercent),
      maxRemovals: String(cleanUp.maxRemovals),
    },
    photos: { on: photos?.enabled === true, known: photos !== undefined },
  };
}

export type ReadSettings =
  | { readonly kind: 'settings'; readonly settings: IntegrationSettings }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] };

/** The settings that a form means, or each place that cannot be used. Whether filters are understood is told elsewhere. */
export function settingsOf(draft: SettingsDraft): ReadSettings {
  const { leaveOut, cleanUp, photos, odata, expression } = draft;
  const parsed = IntegrationSettings.safeParse({
    email: { sources: draft.sources.flatMap(({ source, on }) => (on ? [source] : [])) },
    filters: {
      includeDisabled: !leaveOut.disabled,
      includeGuests: !leaveOut.guests,
      excludeSharedMailboxes: leaveOut.sharedMailboxes,
      excludeRooms: leaveOut.rooms,
      excludeServiceAccounts: leaveOut.serviceAccounts,
      serviceAccountPatterns: linesOf(draft.patterns),
      ...(odata.trim() !== '' && { odata }),
      ...(expression.trim() !== '' && { expression }),
      ...(draft.groups.length > 0 && { groups: draft.groups }),
    },
    cleanUp: {
      enabled: cleanUp.enabled,
      retentionDays: numberOf(cleanUp.retentionDays),
      maxRemovalsPercent: numberOf(cleanUp.maxRemovalsPercent),
      maxRemovals: numberOf(cleanUp.maxRemovals),
    },
    ...((photos.on || photos.known) && { photos: { enabled: photos.on } }),
  });
  if (parsed.success) return { kind: 'settings', settings: parsed.data };
  const findings = parsed.error.issues.map(({ path, code, message }) => {
    const place = path.join('.');
    const sentence = code === 'custom' ? undefined : SENTENCES.find(([begin]) => place.startsWith(begin))?.[1];
    return { path: place, message: sentence ?? message };
  });
  return { kind: 'refused', findings: findings.filter(isFirstOfItsPlace) };
}

const isFirstOfItsPlace = (finding: Finding, index: number, all: readonly Finding[]): boolean =>
  all.findIndex(({ message }) => message === finding.message) === index;

const leavingOut = (isLeftOut: (each: LeaveOut) => boolean): Readonly<Record<LeaveOut, boolean>> => ({
  disabled: isLeftOut('disabled'),
  guests: isLeftOut('guests'),
  sharedMailboxes: isLeftOut('sharedMailboxes'),
  rooms: isLeftOut('rooms'),
  serviceAccounts: isLeftOut('serviceAccounts'),
});

/** Words to look for: control characters are no part of them. */
const lineOf = (text: string): string => text.replaceAll(/\p{Cc}/gu, ' ').trim();

const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** Not a number where it is none: also of nothing, which JavaScript takes for 0. */
const numberOf = (text: string): number => (/^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : Number.NaN);

/** What the form says of a place whose value the settings cannot have. */
const SENTENCES: readonly (readonly [string, string])[] = [
  ['filters.serviceAccountPatterns', 'Write at most 200 patterns, each a line of at most 120 characters.'],
  ['filters.odata', 'Write at most 4,000 characters.'],
  ['filters.expression', 'Write at most 4,000 characters.'],
  ['cleanUp.retentionDays', 'Write a whole number of days from 0 to 3650.'],
  ['cleanUp.maxRemovalsPercent', 'Write a number from 0 to 100; a fraction after a point.'],
  ['cleanUp.maxRemovals', 'Write a whole number from 0 to 1000000.'],
];
