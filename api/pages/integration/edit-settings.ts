import { GroupId } from '../../../sync/integration-settings.schema.ts';
import { moveItem } from '../forms/move-item.ts';
import { type PressedInSettings, type SettingsDraft } from './settings-form.schema.ts';

/** The form after a button that changes it and saves nothing; after any other one it is as it was. */
export function editSettings(draft: SettingsDraft, { word, about }: PressedInSettings): SettingsDraft {
  switch (word) {
    case 'up':
    case 'down': {
      const index = draft.sources.findIndex(({ source }) => source === about);
      return { ...draft, sources: moveItem(draft.sources, index, word === 'up' ? -1 : 1) };
    }
    case 'addGroup': {
      const { data } = GroupId.safeParse(about);
      return data === undefined ? draft : { ...draft, groups: [...new Set([...draft.groups, data])] };
    }
    case 'removeGroup':
      return { ...draft, groups: draft.groups.filter((id) => id !== about) };
    case 'look':
    case 'save':
    case 'saveOver':
    case 'check':
    case 'preview':
    case 'addExample':
    case 'removeExample':
    case 'expectImported':
    case 'expectNotImported':
      return draft;
  }
}
