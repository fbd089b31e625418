import type { Context } from 'hono';
import type { FC } from 'hono/jsx';
import type { KeyRow } from '../../../db/key-row.ts';
import { TextLine } from '../forms/text-line.tsx';
import { DoneNote } from '../frame/done.tsx';
import { FormToken } from '../frame/frame.tsx';
import { ListTable } from '../lists/list-table.tsx';
import { Pager } from '../lists/pager.tsx';
import { When } from '../words/when.tsx';

type KeyListProps = {
  readonly c: Context;
  readonly path: string;
  /** What whoever has such a key may do. */
  readonly may: string;
  readonly items: readonly KeyRow[];
  readonly next: string | null;
  readonly cursor: string | undefined;
  /** A name that was written and cannot be one. */
  readonly refused: string | undefined;
  readonly formToken: string;
  readonly now: Date;
};

/** Which programs come in with a key, and a new key. */
export const KeyList: FC<KeyListProps> = ({ c, path, may, items, next, cursor, refused, formToken, now }) => (
  <>
    <h1>Keys</h1>
    <DoneNote c={c} />
    <p>Programs come in with a key, people sign in. {may}</p>
    {items.length === 0 ? (
      <p>{cursor === undefined ? 'No keys yet: make the first one below.' : 'There are no more keys.'}</p>
    ) : (
      <ListTable label="Keys" heads={['Name', 'Made', 'Last used', 'Do']} box="card mb-3" look="table-vcenter">
        {items.map((key) => (
          <tr>
            <th scope="row" class="value">
              {key.name}
            </th>
            <td class="text-nowrap">
              <When at={key.createdAt} now={now} />
            </td>
            <td class="text-nowrap">
              <When at={key.lastUsedAt} now={now} />
            </td>
            <td>
              <a class="btn btn-sm" href={`${path}/${key.id}/remove`} aria-label={`Take back ${key.name}…`}>
                Take back…
              </a>
            </td>
          </tr>
        ))}
      </ListTable>
    )}
    <Pager path={path} query={{ cursor }} next={next} what="keys" />
    <form method="post" action={path} class="card card-body reading mt-3">
      <FormToken value={formToken} />
      <TextLine
        id="name"
        label="Name of a new key"
        value={refused ?? ''}
        wrong={refused === undefined ? undefined : 'Write a name of at most 100 characters.'}
        required
      >
        Who or what will use it, for example “night export”.
      </TextLine>
      <div class="actions">
        <button class="btn btn-primary">Make a key</button>
      </div>
    </form>
  </>
);

/** The key itself: nothing shows it a second time. */
export const KeyOnce: FC<{ readonly name: string; readonly secret: string; readonly path: string }> = ({
  name,
  secret,
  path,
}) => (
  <div class="reading">
    <h1>
      The key <span class="value">{name}</span>
    </h1>
    <p>Copy it now: it is shown this once, and kept nowhere. A program sends it as “Authorization: Bearer …”.</p>
    <label class="form-label" for="key">
      Key
    </label>
    <input class="form-control" id="key" value={secret} readonly autocomplete="off" />
    <p class="mt-3">
      <a class="btn" href={path}>
        Done
      </a>
    </p>
  </div>
);

/** Asks once before a key is taken back. */
export const KeyRemoval: FC<{
  readonly row: KeyRow;
  readonly path: string;
  readonly formToken: string;
  readonly now: Date;
}> = ({ row, path, formToken, now }) => (
  <div class="reading">
    <h1>
      Take back the key <span class="value">{row.name}</span>
    </h1>
    <p>
      Last used: <When at={row.lastUsedAt} now={now} />. Whoever uses it is refused from then on. This cannot be undone;
      a new key can be made.
    </p>
    <form method="post" action={`${path}/${row.id}/remove`} class="actions">
      <FormToken value={formToken} />
      <button class="btn btn-danger">
        Take back <span class="value ms-1">{row.name}</span>
      </button>
      <a class="btn" href={path}>
        Keep it
      </a>
    </form>
  </div>
);
