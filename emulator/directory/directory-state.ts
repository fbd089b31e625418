import type { Group } from '../groups/group.schema.ts';
import type { KeptPhoto } from '../photos/photo.schema.ts';
import type { Change } from './change-log.ts';
import type { Definition } from './definition.schema.ts';
import type { Entry } from './population.ts';

/** What is kept of a directory between two starts. */
export type DirectoryState = {
  readonly definition: Definition;
  readonly consentAt: number;
  readonly entries: readonly (readonly [number, Entry])[];
  readonly changes: readonly Change[];
  /** Absent in what was kept before there were groups, or photos. */
  readonly groups?: readonly Group[] | undefined;
  readonly photos?: readonly KeptPhoto[] | undefined;
};
