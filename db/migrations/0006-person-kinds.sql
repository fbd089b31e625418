-- What makes an employee of that kind, and what it looks like where that is unknown: sync/person-kind.ts.
alter table employees add column kind_evidence jsonb not null default '{"evidence": "nothingElseFits"}';

-- What Microsoft answered about the mailbox of one person, employee or not, and a digest of what that person was like
-- then: asked again when it differs. Nothing of the person but the object id.
create table mailbox_answers (
  tenant_id uuid not null,
  entra_object_id uuid not null,
  answer text not null,
  fingerprint bytea not null,
  asked_at timestamptz not null,
  primary key (tenant_id, entra_object_id)
);
alter table mailbox_answers enable row level security;
create policy own on mailbox_answers using (tenant_id = (select rollcall_tenant()));

-- Kinds that a person gave to somebody, employee or not.
create table kinds_by_hand (
  tenant_id uuid not null,
  entra_object_id uuid not null,
  kind text not null check (kind in ('person', 'guest', 'sharedMailbox', 'room', 'equipment', 'serviceAccount')),
  set_at timestamptz not null default now(),
  primary key (tenant_id, entra_object_id)
);
alter table kinds_by_hand enable row level security;
create policy own on kinds_by_hand using (tenant_id = (select rollcall_tenant()));
