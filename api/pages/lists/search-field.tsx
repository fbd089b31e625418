import type { FC } from 'hono/jsx';

/** Where a part of a name or an address is written. Its form is a `role="search"`. */
export const SearchField: FC<{ query: string }> = ({ query }) => (
  <>
    <label class="visually-hidden" for="query">
      Search by name or address
    </label>
    <input
      class="form-control"
      type="search"
      id="query"
      name="query"
      value={query}
      placeholder="Name or address"
      maxlength={200}
    />
  </>
);
