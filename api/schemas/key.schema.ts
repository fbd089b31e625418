import * as z from 'zod';
import { plainText } from '../../sync/plain-text.schema.ts';

const shape = {
  id: z.uuid(),
  name: z.string(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable().meta({ description: 'To the minute; null: never.' }),
};

export const Key = z.object(shape).meta({ id: 'Key' });

export const MadeKey = z
  .object({ ...shape, key: z.string().meta({ description: 'The key itself: shown this once, and kept nowhere.' }) })
  .meta({ id: 'MadeKey' });

export const NewKey = z
  .strictObject({ name: plainText(100).meta({ description: 'Who or what will use it.' }) })
  .meta({ id: 'NewKey', examples: [{ name: 'night export' }] });
