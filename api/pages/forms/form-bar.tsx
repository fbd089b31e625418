import type { Child, FC } from 'hono/jsx';

type ButtonProps = {
  /** The address of the page. */
  readonly own: string;
  /** The id of the form that it sends, wherever the button stands. */
  readonly form: string;
  /** The word that is sent. */
  readonly press: string;
  /** Of the button; Tabler's own. */
  readonly look?: string;
  readonly children?: Child;
};

/** A button that does something with a form as it stands. */
export const SendButton: FC<ButtonProps> = ({ own, form, press, look = '', children }) => (
  <button class={`btn ${look}`} form={form} name="do" value={press} formaction={own}>
    {children}
  </button>
);

/** What can be done with a form of Preferences; it stays in sight at the bottom. The page's own buttons come first. */
export const FormBar: FC<Pick<ButtonProps, 'own' | 'form' | 'children'>> = ({ own, form, children }) => (
  <div class="save-bar actions">
    {children}
    <SendButton own={own} form={form} press="preview">
      Preview
    </SendButton>
    <SendButton own={own} form={form} press="save" look="btn-primary">
      Save
    </SendButton>
  </div>
);
