import { writeFileSync } from 'node:fs';
import { FIELDS_PAGE, fieldsPage } from './fields-page.ts';

/** Writes docs/fields.md anew. */
writeFileSync(FIELDS_PAGE, fieldsPage());
