import type { FC } from 'hono/jsx';
import { FormBar, SendButton } from '../forms/form-bar.tsx';

/** The id of the form that holds the settings. */
export const SETTINGS_FORM = 'settings';

type Props = { readonly own: string };

/** Tries what the form holds, saved or not. */
export const CheckButton: FC<Props> = ({ own }) => (
  <SendButton own={own} form={SETTINGS_FORM} press="check">
    Check Connectivity
  </SendButton>
);

export const SettingsBar: FC<Props> = ({ own }) => (
  <FormBar own={own} form={SETTINGS_FORM}>
    <CheckButton own={own} />
  </FormBar>
);
