import type { Filter } from '../../sync/evaluate-filter.ts';
import { describeFilter } from '../../sync/filter/describe-filter.ts';
import { NOTATIONS } from '../../sync/filter/syntax-tree.ts';

type Check = { readonly name: 'odata' | 'expression'; readonly ok: true; readonly detail: string };

/** Says of each written filter what was understood, so that an admin sees what is meant before it is saved. */
export const filterChecks = (filter: Filter): readonly Check[] =>
  NOTATIONS.flatMap((name) => {
    const written = filter[name];
    return written === undefined
      ? []
      : [{ name, ok: true, detail: `Imported is who fits: ${describeFilter(written)}.` }];
  });
