/** All that the product must be given, and nothing else. */
export const GOOD_ENVIRONMENT = {
  DATABASE_URL: 'postgres://rollcall_app:app-password@db.example:5432/rollcall',
  DATABASE_MIGRATION_URL: 'postgres://rollcall_owner:owner-password@db.example:5432/rollcall',
  ENTRA_CLIENT_ID: '5e1f0c3a-92d7-4b6e-8a41-d07c3b9e6f12',
  ENTRA_CLIENT_SECRET: 'entra-secret-value',
} as const;
