/** How Rollcall is known to Microsoft, and where Microsoft is. */
export type EntraSettings = {
  /** The application (client) id of our app registration. */
  readonly clientId: string;
  readonly credential:
    | { readonly kind: 'secret'; readonly secret: string }
    /** Path of a PEM file that holds certificate and private key. */
    | { readonly kind: 'certificate'; readonly path: string };
  /** Origins, https only. */
  readonly authorityHost: string;
  readonly graphEndpoint: string;
};
