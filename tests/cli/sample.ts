/** Objects of the API as its contract describes them. */
export const CONTOSO = '0f8fad5b-d9cb-469f-a165-70867728950e';

export const tenant = (changes: object = {}) => ({
  id: CONTOSO,
  name: 'Contoso',
  entraTenantId: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  status: 'active',
  lastSyncedAt: new Date(Date.now() - 180_500).toISOString(),
  nextSyncAt: new Date(Date.now() + 8_400_000).toISOString(),
  employees: 1234,
  ...changes,
});

export const counts = {
  read: 312,
  created: 0,
  updated: 3,
  unchanged: 290,
  removed: 0,
  restored: 0,
  missing: 1,
  duplicates: 0,
  unproven: 0,
  skipped: { disabled: 12, noEmail: 6 },
};

export const run = (changes: object = {}) => ({
  id: '12',
  kind: 'full',
  trigger: 'manual',
  state: 'succeeded',
  decision: null,
  requestIds: ['request-1'],
  startedAt: '2026-01-01T10:00:00.000Z',
  finishedAt: '2026-01-01T10:01:05.000Z',
  counts,
  progress: { read: 312, expected: 312 },
  temporalUrl: `http://localhost:8233/namespaces/default/workflows/sync-run%2F${CONTOSO}%2F12`,
  ...changes,
});

export const employee = (changes: object = {}) => ({
  id: '11111111-aaaa-4bbb-8ccc-000000000001',
  entraObjectId: '22222222-aaaa-4bbb-8ccc-000000000001',
  email: 'ada@contoso.example',
  status: 'active',
  values: { firstName: 'Ada', lastName: 'Lovelace', displayName: 'Ada Lovelace' },
  createdAt: '2026-01-01T10:00:00.000Z',
  updatedAt: '2026-01-01T10:00:00.000Z',
  ...changes,
});

export const change = (changes: object = {}) => ({
  entraObjectId: '22222222-aaaa-4bbb-8ccc-000000000001',
  employeeId: '11111111-aaaa-4bbb-8ccc-000000000001',
  action: 'update',
  reason: 'changed',
  applied: true,
  before: { jobTitle: 'Analyst' },
  after: { jobTitle: 'Countess' },
  ...changes,
});

export const duplicate = {
  entraObjectId: 'person-2',
  name: 'Cleo Two',
  email: 'cleo@contoso.example',
  heldBy: { entraObjectId: 'person-1', employeeId: '11111111-aaaa-4bbb-8ccc-000000000001', name: 'Cleo' },
};

export const key = {
  id: '33333333-aaaa-4bbb-8ccc-000000000001',
  name: 'night export',
  createdAt: '2026-01-01T10:00:00.000Z',
  lastUsedAt: null,
};

export const listOf = (...items: readonly unknown[]) => ({ body: { items, next: null } });
