import { quoteName } from './check-roles.ts';

/**
 * All that the application does with each table. Versions of settings, fields and examples, and what runs and people did, are
 * written once: no right to change them, but to erase what values changed. A new table is added here with its migration.
 */
const RIGHTS: Readonly<Record<string, string>> = {
  tenants: 'select, insert, update, delete',
  integration_settings: 'select, insert, delete',
  field_versions: 'select, insert, delete',
  example_versions: 'select, insert, delete',
  api_keys: 'select, insert, update (last_used_at), delete',
  sessions: 'select, insert, delete',
  admins: 'select, insert, update (name), delete',
  invitations: 'select, insert, update (used_by_directory, used_by), delete',
  expected_returns: 'select, insert, delete',
  outbox: 'select, insert, update (sent_at), delete',
  sync_runs: 'select, insert, update, delete',
  employees: 'select, insert, update, delete',
  search_blocks: 'select, insert, update (ids, names, text), delete',
  run_changes: 'select, insert, update (before, after), delete',
  hand_changes: 'select, insert, update, delete',
  mailbox_answers: 'select, insert, update (answer, fingerprint, asked_at), delete',
  kinds_by_hand: 'select, insert, update (kind, set_at), delete',
  listing_pages: 'select, insert, update (outcomes), delete',
  scope_pages: 'select, insert, update (ids), delete',
  people_to_ask: 'select, insert, delete',
  employee_photos: 'select, insert, update, delete',
  planned_removals: 'select, insert, update (reason, proof, absent), delete',
  previews: 'select, insert, delete',
  preview_pages: 'select, insert, update (outcomes), delete',
  preview_changes: 'select, insert, update (sort_name, email_key, before, after), delete',
  preview_duplicates: 'select, insert, update (name, email_key, holder_name), delete',
  alarms: 'select, insert, update (last_seen_at), delete',
};

/** Gives the application's role these rights and takes every other right to our tables from it. */
export async function grantRights(query: (sql: string) => Promise<unknown>, appRole: string): Promise<void> {
  const app = quoteName(appRole);
  await query(`grant usage on schema public to ${app}`);
  await query(`revoke all on all tables in schema public from ${app}`);
  for (const [table, rights] of Object.entries(RIGHTS)) await query(`grant ${rights} on ${table} to ${app}`);
  await query(`grant execute on function rollcall_tenants_that_wait to ${app}`);
}
