import type { Child, FC } from 'hono/jsx';

type Props = {
  /** Of the place where the table scrolls, which the keyboard reaches. */
  readonly label: string;
  /** A text becomes the head of its column; what is more than a text is a `th` already. */
  readonly heads: readonly Child[];
  /** Of the box around it, and of the table; Tabler's own. */
  readonly box?: string;
  readonly look?: string;
  /** The rows. */
  readonly children?: Child;
};

/** A table of a list. Where the window is too narrow for it, it scrolls within its box. */
export const ListTable: FC<Props> = ({ label, heads, box = '', look = '', children }) => (
  <div class={`scrolls ${box}`} tabindex={0} role="region" aria-label={label}>
    <table class={`table card-table ${look}`}>
      <thead>
        <tr>{heads.map((head) => (typeof head === 'string' ? <th scope="col">{head}</th> : head))}</tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  </div>
);

/** The head of a column of numbers. */
export const NumberHead: FC<{ readonly children?: Child }> = ({ children }) => (
  <th scope="col" class="number">
    {children}
  </th>
);
