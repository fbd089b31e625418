import { describe, expect, test } from 'vitest';
import { DEFAULT_FIELDS, type Field } from '../../sync/field.schema.ts';
import { DEFAULT_INTEGRATION_SETTINGS, type IntegrationSettings } from '../../sync/integration-settings.schema.ts';
import { rulesText } from '../../sync/rules-text.ts';

const settings = DEFAULT_INTEGRATION_SETTINGS;
const usual = rulesText(settings, DEFAULT_FIELDS);
const relabelled: Field[] = DEFAULT_FIELDS.map((field) => ({ ...field, label: `${field.label}!` }));
const { email, filters, cleanUp } = settings;

describe('rules are the same', () => {
  test('whatever the order and the labels of fields are', () => {
    expect(rulesText(settings, relabelled.toReversed())).toBe(usual);
  });
  test('whatever the order is in which the settings were stored', () => {
    expect(rulesText({ cleanUp, filters, email }, DEFAULT_FIELDS)).toBe(usual);
  });
});

test('rules are the same whether photos are wanted or not: they change no employee', () => {
  expect(rulesText({ ...settings, photos: { enabled: true } }, DEFAULT_FIELDS)).toBe(usual);
});

describe('rules are others', () => {
  const changed: Readonly<Record<string, IntegrationSettings>> = {
    'when an address counts that did not': { ...settings, email: { sources: [...email.sources, 'userPrincipalName'] } },
    'when addresses count in another order': { ...settings, email: { sources: email.sources.toReversed() } },
    'when a filter is switched': { ...settings, filters: { ...filters, includeGuests: true } },
    'when a filter is written': { ...settings, filters: { ...filters, odata: 'mail ne null' } },
    'when clean-up is switched': { ...settings, cleanUp: { ...cleanUp, enabled: true } },
  };
  test.each(Object.entries(changed))('%s', (_guarantee, other) => {
    expect(rulesText(other, DEFAULT_FIELDS)).not.toBe(usual);
  });
  test('when a field has another source, or another key', () => {
    const [first, ...others] = DEFAULT_FIELDS;
    if (first === undefined) throw new Error('There are default fields.');
    expect(rulesText(settings, [{ ...first, source: 'jobTitle' }, ...others])).not.toBe(usual);
    expect(rulesText(settings, [{ ...first, key: 'given' }, ...others])).not.toBe(usual);
    expect(rulesText(settings, others)).not.toBe(usual);
  });
});
