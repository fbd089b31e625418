import type { Child, FC } from 'hono/jsx';

type TextLineProps = {
  readonly id: string;
  readonly label: string;
  /** What was written already. */
  readonly value: string;
  /** What to write instead. */
  readonly wrong?: string | undefined;
  readonly required?: boolean;
  /** Help below the line. */
  readonly children?: Child;
};

/** A line of a form with its label, its help, and what is wrong with it. */
export const TextLine: FC<TextLineProps> = ({ id, label, value, wrong, required, children }) => (
  <div class="mb-3">
    <label class="form-label" for={id}>
      {label}
    </label>
    <input
      class={`form-control ${wrong === undefined ? '' : 'is-invalid'}`}
      id={id}
      name={id}
      value={value}
      autocomplete="off"
      {...(required && { required: true })}
      {...(children && { 'aria-describedby': `${id}-help` })}
      {...(wrong !== undefined && { 'aria-invalid': 'true' })}
    />
    {children && (
      <p id={`${id}-help`} class="form-hint mt-1">
        {children}
      </p>
    )}
    {wrong !== undefined && (
      <p class="invalid-feedback d-block" role="alert">
        {wrong}
      </p>
    )}
  </div>
);
