import * as z from 'zod';
import { Field, Fields } from '../../sync/field.schema.ts';
import { DEFAULT_INTEGRATION_SETTINGS, IntegrationSettings } from '../../sync/integration-settings.schema.ts';
import { Finding } from './problem.schema.ts';

const version = z.number().int().min(1);

/** Settings as they are saved, with the number of that save. */
export const SavedSettings = IntegrationSettings.extend({ version }).meta({
  id: 'IntegrationSettings',
  examples: [{ version: 1, ...DEFAULT_INTEGRATION_SETTINGS }],
});

/** As SavedSettings, with what whoever saved should know. */
export const NotedSettings = SavedSettings.extend({
  notes: z.array(Finding).readonly().optional().meta({
    description: 'Examples that tried nothing, since there is nobody with their object id. No part of the settings.',
  }),
}).meta({ id: 'NotedIntegrationSettings' });

/** What is to be saved. `version` may stand in it, as it does in what was read; If-Match is what counts. */
export const NewSettings = IntegrationSettings.extend({ version: version.optional() }).meta({
  id: 'NewIntegrationSettings',
});

const FieldOfApi = Field.meta({ id: 'Field' });

export const SavedFields = z
  .object({ version, items: z.array(FieldOfApi).readonly().meta({ description: 'In display order.' }) })
  .meta({ id: 'Fields' });

export const NewFields = z.strictObject({ version: version.optional(), items: Fields }).meta({ id: 'NewFields' });

/** Settings and fields that are not saved yet; what is absent is taken from what is saved. */
export const UnsavedChanges = z
  .strictObject({ settings: IntegrationSettings.optional(), fields: Fields.optional() })
  .meta({ id: 'UnsavedChanges' });
