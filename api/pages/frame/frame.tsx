import type { Child, FC } from 'hono/jsx';
import { assetAddress } from '../assets/assets.ts';
import type { TenantState } from '../words/tenant-state.ts';
import type { Theme, Viewer } from './page-env.ts';

export type FrameProps = {
  /** The page's own name; the tab shows it before ours. */
  readonly title: string;
  readonly viewer: Viewer;
  readonly formToken: string;
  readonly theme: Theme | undefined;
  /** The page's own address, to come back to. */
  readonly path: string;
  /** The tenant that the page is of. */
  readonly tenant?: { readonly id: string; readonly name: string; readonly state?: TenantState } | undefined;
  /** Where no script runs, the page is loaded anew: after how many seconds, and from where. */
  readonly refresh?: { readonly afterS: number; readonly from: string } | undefined;
  readonly children?: Child;
};

/** What stands around every page: head, the way around, who is signed in, light and dark. */
export const Frame: FC<FrameProps> = ({ title, viewer, formToken, theme, path, tenant, refresh, children }) => (
  <html lang="en" {...(theme && { 'data-bs-theme': theme })}>
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content={theme ?? 'light dark'} />
      <title>{title} · Rollcall</title>
      <link rel="icon" href="data:," />
      <script src={assetAddress('theme.js')}></script>
      <link rel="stylesheet" href={assetAddress('tabler.css')} />
      <link rel="stylesheet" href={assetAddress('rollcall.css')} />
      {/* What goes wrong while a part is asked for again leaves the page as it is. */}
      <meta name="htmx-config" content='{"noSwap":[204,304,"4xx","5xx"]}' />
      <script src={assetAddress('htmx.js')} defer></script>
      {refresh !== undefined && (
        <noscript>
          <meta http-equiv="refresh" content={`${refresh.afterS};url=${refresh.from}`} />
        </noscript>
      )}
    </head>
    <body>
      <a class="skip-link" href="#content">
        Skip to the content
      </a>
      <div class="page">
        <header class="navbar d-print-none">
          <div class="container-xl bar">
            <a class="brand" href="/">
              Rollcall
            </a>
            {tenant && <TenantName {...tenant} />}
            <Ways viewer={viewer} path={path} tenantId={tenant?.id} />
            <div class="bar-end">
              {formToken !== '' && <ThemeForm formToken={formToken} path={path} />}
              {viewer.kind !== 'nobody' && (
                <form method="post" action="/sign-out">
                  <FormToken value={formToken} />
                  <span class="value me-2">{viewer.kind === 'operator' ? 'Operator' : viewer.name}</span>
                  <button class="btn btn-sm">Sign out</button>
                </form>
              )}
            </div>
          </div>
        </header>
        <div class="page-wrapper">
          <main id="content" class="page-body" tabindex={-1}>
            <div class="container-xl">{children}</div>
          </main>
        </div>
      </div>
    </body>
  </html>
);

const TenantName: FC<NonNullable<FrameProps['tenant']>> = ({ id, name, state }) => (
  <span>
    {state && <TenantDot id={id} state={state} />}
    <span class="value">{name}</span>
  </span>
);

/** How the tenant is, beside its name; its text says so to whoever does not see colours. */
export const TenantDot: FC<{ readonly id: string; readonly state: TenantState; readonly replaces?: boolean }> = ({
  id,
  state,
  replaces,
}) => (
  <a
    id="tenant-dot"
    class={`dot dot-${state.tone}`}
    href={`/tenants/${id}`}
    title={state.sentence}
    {...(replaces && { 'hx-swap-oob': 'outerHTML' })}
  >
    <span class="visually-hidden">{state.sentence}</span>
  </a>
);

/** Binds a form to this browser: without it nothing is changed. */
export const FormToken: FC<{ readonly value: string }> = ({ value }) => (
  <input type="hidden" name="formToken" value={value} />
);

const Ways: FC<{ viewer: Viewer; path: string; tenantId: string | undefined }> = ({ viewer, path, tenantId }) => {
  const ways = [
    ...(viewer.kind === 'operator' ? [{ to: '/tenants', label: 'Tenants' }] : []),
    ...(viewer.kind === 'operator' && tenantId === undefined ? [{ to: '/keys', label: 'Keys' }] : []),
    ...(tenantId === undefined || viewer.kind === 'nobody' ? [] : waysOfTenant(`/tenants/${tenantId}`)),
  ];
  const preferences =
    tenantId === undefined || viewer.kind === 'nobody' ? [] : preferencesOfTenant(`/tenants/${tenantId}`);
  if (ways.length === 0) return <></>;
  return (
    <nav aria-label="Main">
      {ways.map((way) => (
        <Way {...way} path={path} />
      ))}
      {preferences.length > 0 && (
        <details class="menu">
          <summary class={preferences.some(({ to }) => to === path) ? 'here' : ''}>Preferences</summary>
          <div>
            {preferences.map((way) => (
              <Way {...way} path={path} />
            ))}
          </div>
        </details>
      )}
    </nav>
  );
};

type WayProps = { readonly to: string; readonly label: string };

const Way: FC<WayProps & { readonly path: string }> = ({ to, label, path }) => (
  <a href={to} {...(to === path && { 'aria-current': 'page' })}>
    {label}
  </a>
);

const waysOfTenant = (tenant: string): readonly WayProps[] => [
  { to: tenant, label: 'Dashboard' },
  { to: `${tenant}/employees`, label: 'Employees' },
  { to: `${tenant}/why`, label: 'Why?' },
];

const preferencesOfTenant = (tenant: string): readonly WayProps[] => [
  { to: `${tenant}/integration`, label: 'Integration' },
  { to: `${tenant}/fields`, label: 'Fields' },
];

/** Where nothing was chosen the browser knows which of the two is shown: the style hides the button that would do nothing. */
const ThemeForm: FC<Pick<FrameProps, 'formToken' | 'path'>> = ({ formToken, path }) => (
  <form method="post" action="/theme">
    <FormToken value={formToken} />
    <input type="hidden" name="back" value={path} />
    <button class="btn btn-sm to-dark" name="theme" value="dark" aria-label="Show pages dark">
      ◐ Dark
    </button>
    <button class="btn btn-sm to-light" name="theme" value="light" aria-label="Show pages light">
      ◑ Light
    </button>
  </form>
);
