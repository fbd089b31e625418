import type { AfterSave } from '../../settings/after-save.ts';
import type { Done } from '../frame/done.tsx';

/** What a page says once it has saved. Complete by type. */
export const DONE_AFTER: Readonly<Record<AfterSave, Done>> = {
  syncs: 'savedSyncs',
  waitsForResume: 'savedPaused',
  waitsForLink: 'savedUnlinked',
  waitsForSettings: 'savedInactive',
  needsNoSync: 'saved',
};
