import type { FC } from 'hono/jsx';

/** The id of the form that holds the settings: a button outside of it names it. */
export const SETTINGS_FORM = 'settings';

/** Tries what the form holds, saved or not. */
export const CheckButton: FC<{ readonly own: string }> = ({ own }) => (
  <button class="btn" form={SETTINGS_FORM} name="do" value="check" formaction={`${own}#connectivity`}>
    Check Connectivity
  </button>
);

/** What can be done with the settings; it stays in sight at the bottom. */
export const SettingsBar: FC<{ readonly own: string }> = ({ own }) => (
  <div class="save-bar actions">
    <CheckButton own={own} />
    <button class="btn btn-primary" name="do" value="save" formaction={own}>
      Save
    </button>
  </div>
);
