import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dltFolder } from '../../bench/peers/install-dlt.ts';
import { PAGE_SIZE } from '../../entra/limits.ts';
import { DEFAULT_FIELDS } from '../../sync/field.schema.ts';
import { DEFAULT_INTEGRATION_SETTINGS } from '../../sync/integration-settings.schema.ts';
import { ownProperties, selectProperties } from '../../sync/select-properties.ts';

describe('dlt is compared fairly', () => {
  const source = JSON.parse(readFileSync(join(dltFolder, 'source.json'), 'utf8')) as Record<string, unknown>;

  it('it asks for the pages that Rollcall asks for, with the same properties', () => {
    const select = ownProperties(selectProperties(DEFAULT_INTEGRATION_SETTINGS, DEFAULT_FIELDS)).join(',');
    expect(source).toMatchObject({
      client: { paginator: { type: 'json_link', next_url_path: "$['@odata.nextLink']" } },
      resources: [
        { endpoint: { path: 'users', data_selector: 'value', params: { $top: PAGE_SIZE, $select: select } } },
      ],
    });
  });

  it('it merges by id, as the comparison says', () => {
    expect(source).toMatchObject({
      resource_defaults: { primary_key: 'id', write_disposition: { disposition: 'merge', strategy: 'upsert' } },
    });
    expect(readFileSync(join(dltFolder, 'pipeline.py'), 'utf8')).toContain('loader_file_format="csv"');
  });
});
