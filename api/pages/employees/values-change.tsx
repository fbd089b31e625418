import type { FC } from 'hono/jsx';
import type { Field } from '../../../sync/field.schema.ts';
import type { EmployeeValues } from '../../../sync/map-fields.ts';

type Props = {
  readonly before: EmployeeValues | null;
  readonly after: EmployeeValues | null;
  readonly fields: readonly Field[];
};

/** What changed of a person, field by field in their order: before → after. Of a creation, the values. */
export const ValuesChange: FC<Props> = ({ before, after, fields }) => {
  const keys = [
    ...new Set([...fields.map(({ key }) => key), ...Object.keys(before ?? {}), ...Object.keys(after ?? {})]),
  ];
  const lines = keys.flatMap((key) => {
    const [was, is] = [before?.[key] ?? null, after?.[key] ?? null];
    if (was === null && is === null) return [];
    return [{ label: fields.find((field) => field.key === key)?.label ?? key, was, is }];
  });
  if (lines.length === 0) return <></>;
  return (
    // Of somebody new each value is short: one beside the other, so that a list of many stays one to look through.
    <ul class={before === null ? 'values inline-list' : 'values'}>
      {lines.map(({ label, was, is }) => (
        <li>
          <span class="text-secondary">{label}: </span>
          {before !== null && (
            <>
              <Value text={was} /> <span aria-hidden="true">→</span>
              <span class="visually-hidden">became</span>{' '}
            </>
          )}
          <Value text={is} />
        </li>
      ))}
    </ul>
  );
};

const Value: FC<{ readonly text: string | null }> = ({ text }) =>
  text === null ? <span class="text-secondary">(empty)</span> : <span class="value">{text}</span>;
