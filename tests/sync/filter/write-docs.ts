import { writeFileSync } from 'node:fs';
import { FILTERS_PAGE, filtersPage } from './filters-page.ts';

/** Writes docs/filters.md anew. */
writeFileSync(FILTERS_PAGE, filtersPage());
