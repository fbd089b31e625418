import type { Json, UserPurpose } from '../../emulator/people/person.ts';
import type { Behaviour } from '../../emulator/directory/behaviour.schema.ts';
import type { FaultInput } from '../../emulator/faults/fault.schema.ts';
import type { HandWish } from '../../sync/decide-by-hand.ts';
import type { IntegrationSettings } from '../../sync/integration-settings.schema.ts';
import type { PersonKind } from '../../sync/person-kind.ts';

/** Somebody new, whose user principal name is made of `name` and a number. */
export type NewPerson = {
  readonly name: string;
  readonly properties: Readonly<Record<string, Json>>;
  readonly agent: boolean;
  readonly blankInDelta: boolean;
  /** Those of the first two groups that they are put into. */
  readonly groups?: readonly number[];
  readonly purpose?: UserPurpose;
};

/** People are named by the number in which they came, taken around. Number 0 never leaves, neither Entra nor a group. */
export type DirectoryStep =
  | { readonly do: 'join'; readonly person: NewPerson }
  | { readonly do: 'change'; readonly who: number; readonly properties: Readonly<Record<string, Json>> }
  | { readonly do: 'changeCase'; readonly who: number }
  /** The mailbox is another one; nothing that a listing shows tells of it. */
  | { readonly do: 'convert'; readonly who: number; readonly purpose: UserPurpose }
  | { readonly do: 'swapAddresses'; readonly who: number; readonly with: number }
  | { readonly do: 'manage'; readonly who: number; readonly by: number | null }
  | { readonly do: 'leave' | 'restore' | 'purge' | 'rejoin'; readonly who: number }
  | GroupStep
  /** From now on just these are granted, of those that can be missing. */
  | { readonly do: 'grant'; readonly permissions: readonly OptionalPermission[] }
  /** Everybody of that remainder by three leaves at once. */
  | { readonly do: 'exodus'; readonly share: number };

export type GroupStep =
  | { readonly do: 'enter' | 'exit'; readonly who: number; readonly group: number }
  | { readonly do: 'deleteGroup' | 'restoreGroup'; readonly group: number };

export const OPTIONAL = ['GroupMember.Read.All', 'MailboxSettings.Read', 'Place.Read.All'] as const;
export type OptionalPermission = (typeof OPTIONAL)[number];

export type SettingsChange = {
  readonly sources?: IntegrationSettings['email']['sources'];
  readonly filters?: Partial<IntegrationSettings['filters']>;
  readonly cleanUp?: Partial<IntegrationSettings['cleanUp']>;
  /** Which of the lists of fields. */
  readonly fields?: number;
};

/** What a person decides of somebody, and what the worker does beside runs. */
export type HandStep =
  /** Null: it is left to Entra again. */
  | { readonly do: 'giveKind'; readonly who: number; readonly kind: PersonKind | null }
  | { readonly do: 'setValue'; readonly who: number; readonly key: string; readonly value: string | null }
  | { readonly do: 'giveValueBack'; readonly who: number; readonly key: string }
  | { readonly do: 'keep'; readonly who: number; readonly wish: HandWish }
  /** Whose time is over is erased, with no run. */
  | { readonly do: 'erase' };

export type AdminStep =
  | { readonly do: 'save'; readonly change: SettingsChange }
  | { readonly do: 'pause' | 'resume' | 'reject' }
  /** Saves what was saved before the last change. */
  | { readonly do: 'saveBack' }
  /** `forget`: the workflow that was to apply it is lost, so that the next run has to think of it. */
  | { readonly do: 'approve'; readonly forget: boolean };

export type TroubleStep =
  | { readonly do: 'fault'; readonly fault: Omit<FaultInput, 'entraTenantId'> }
  | { readonly do: 'behave'; readonly behaviour: Partial<Behaviour> }
  | { readonly do: 'calm' };

/** The tenant is off-boarded, and its directory onboarded anew. `erased`: in the middle of a run, and not after it. */
export type OffboardStep = { readonly do: 'offboard'; readonly erased: boolean };

/** Something happens to the other tenant. */
export type VisitStep = { readonly do: 'visit'; readonly step: NeighbourStep };
export type NeighbourStep = DirectoryStep | AdminStep | HandStep | PreviewStep | SyncStep | OffboardStep;

export type MeanwhileStep = DirectoryStep | AdminStep | HandStep | PreviewStep | OffboardStep | VisitStep;

/** What happens to a run beside what Graph does to it. `after`: so many activities of it have ended. */
export type RunTrouble = {
  /** Each chunk ends with its first page. */
  readonly shortChunks: boolean;
  /** Each activity is done a second time, as after a worker that died before it could say that it was done. */
  readonly twice: boolean;
  readonly meanwhile?: { readonly after: number; readonly step: MeanwhileStep };
  /** The workflow is gone, and what it left is found by the next run. */
  readonly abandonedAfter?: number;
  /** So many transactions later the database breaks, before or after it has written. */
  readonly databaseBreaks?: { readonly at: number; readonly when: 'before' | 'after' };
};

/** What saving that would change; without: what the saved rules would. */
export type PreviewStep = {
  readonly do: 'preview';
  readonly change?: SettingsChange;
  readonly trouble: PreviewTrouble;
};
export type PreviewTrouble = Pick<RunTrouble, 'shortChunks' | 'twice' | 'abandonedAfter'>;

export type SyncStep = {
  readonly do: 'sync';
  readonly how: 'schedule' | 'manual' | 'full';
  readonly trouble: RunTrouble;
};

export type Step =
  | DirectoryStep
  | AdminStep
  | HandStep
  | PreviewStep
  | TroubleStep
  | SyncStep
  | OffboardStep
  | VisitStep
  | { readonly do: 'wait'; readonly hours: number };

/** A directory at its beginning, and what its tenant has saved first. */
export type Beginning = { readonly people: readonly NewPerson[]; readonly settings: SettingsChange };

export type History = Beginning & {
  /** Another tenant of the same database, whose directory has people with the same object ids. */
  readonly neighbour?: Beginning;
  readonly steps: readonly Step[];
};

export const QUIET: RunTrouble = { shortChunks: false, twice: false };
