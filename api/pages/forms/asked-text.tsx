import type { Child, FC } from 'hono/jsx';

type Props = {
  readonly id: string;
  readonly label: Child;
  /** A password is shown to nobody. */
  readonly type?: 'password';
  readonly autocomplete: string;
  /** What was wrong with the one before. */
  readonly wrong: string | undefined;
};

/** The one text that a form asks for, never filled in for anybody, and what was wrong with the last. */
export const AskedText: FC<Props> = ({ id, label, type, autocomplete, wrong }) => (
  <>
    <label class="form-label" for={id}>
      {label}
    </label>
    <input
      class={`form-control ${wrong === undefined ? '' : 'is-invalid'}`}
      id={id}
      name={id}
      {...(type && { type })}
      autocomplete={autocomplete}
      required
      {...(wrong !== undefined && { 'aria-invalid': 'true', 'aria-describedby': 'wrong' })}
    />
    {wrong !== undefined && (
      <p id="wrong" class="invalid-feedback d-block" role="alert">
        {wrong}
      </p>
    )}
  </>
);
