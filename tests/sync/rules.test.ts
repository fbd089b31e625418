import { expect, test } from 'vitest';
import { DEFAULT_FIELDS } from '../../sync/field.schema.ts';
import { compileRules } from '../../sync/rules.ts';
import { selectProperties } from '../../sync/select-properties.ts';
import { settingsWith } from './entra-people.ts';

test('rules hold the settings and fields of one version, ready for many people', () => {
  const settings = settingsWith({
    email: { sources: ['mail'] },
    cleanUp: { enabled: true },
    filters: { serviceAccountPatterns: ['Robot-*'] },
  });
  const rules = compileRules(settings, DEFAULT_FIELDS);
  expect(rules.emailSources).toEqual(['mail']);
  expect(rules.cleanUpEnabled).toBe(true);
  expect(rules.filter).toMatchObject(settings.filters);
  expect(rules.filter.odata).toBeUndefined();
  expect(rules.filter.patterns.map(({ text }) => text)).toEqual(['Robot-*']);
  expect(rules.fields.map(({ key }) => key)).toEqual(DEFAULT_FIELDS.map(({ key }) => key));
  expect(rules.select).toEqual(selectProperties(settings, DEFAULT_FIELDS));
});

test('a stored filter that is not understood is a bug, named without a word of the filter', () => {
  const settings = settingsWith({ filters: { odata: "secretProject eq 'x'" } });
  expect(() => compileRules(settings, DEFAULT_FIELDS)).toThrow(
    'The stored odata filter is not understood at 0: unknownName.',
  );
});
