import type { FC } from 'hono/jsx';
import { EditButton } from '../forms/edit-button.tsx';
import type { Example } from './look-up-example.ts';

type Props = { readonly own: string; readonly example: Example; readonly written: string | undefined };

/** Whose values stand beside the fields, and a way to see somebody else’s. */
export const ExampleField: FC<Props> = ({ own, example, written }) => (
  <div class="mb-3" id="example">
    <p class="mb-1" role="status">
      {example.kind === 'person' ? (
        <>
          Examples are of <strong class="value">{example.name}</strong>, as Entra has them now. Nothing of it is stored.
        </>
      ) : (
        <>No examples. {example.why}</>
      )}
    </p>
    <div class="search">
      <label class="visually-hidden" for="example-person">
        Whose values to show: an address or a name
      </label>
      <input
        class="form-control"
        type="search"
        id="example-person"
        name="example"
        value={written ?? ''}
        placeholder="Address or name of somebody else"
        maxlength={256}
      />
      <EditButton {...{ own, at: 'example' }} press="look">
        Show
      </EditButton>
    </div>
  </div>
);
