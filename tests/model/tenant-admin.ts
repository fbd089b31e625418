import { expect } from 'vitest';
import { setTenantStatus } from '../../db/tenants.ts';
import { decideCleanUp } from '../../db/decide-clean-up.ts';
import { readFields, saveFields } from '../../db/field-versions.ts';
import { readIntegration, saveIntegration } from '../../db/integration-settings.ts';
import { DEFAULT_INTEGRATION_SETTINGS } from '../../sync/integration-settings.schema.ts';
import type { RunId, TenantId } from '../../sync/ids.ts';
import { FIELD_LISTS } from './field-lists.ts';
import type { AdminStep, SettingsChange } from './history.ts';
import type { Lane } from './lane.ts';
import { observe, type Observation } from './observe.ts';
import type { PlainRules } from './plain-person.ts';

/** What a tenant's admin does, as the API would do it. */
export class TenantAdmin {
  /** What was saved last. */
  rules: PlainRules = { settings: DEFAULT_INTEGRATION_SETTINGS, fields: FIELD_LISTS[0] ?? [], kinds: new Map() };
  /** The list that was approved last. */
  approved: ReadonlySet<string> = new Set();
  #rulesBefore = this.rules;
  readonly #lane: Pick<Lane, 'db' | 'query'>;
  readonly #tenantId: TenantId;

  constructor(lane: Pick<Lane, 'db' | 'query'>, tenantId: TenantId) {
    this.#lane = lane;
    this.#tenantId = tenantId;
  }

  async act(step: Exclude<AdminStep, { do: 'approve' }>): Promise<void> {
    switch (step.do) {
      case 'save':
        return this.save(step.change);
      case 'saveBack':
        return this.#saveRules(this.#rulesBefore);
      case 'pause':
        return this.#lane.db.inTransaction(this.#tenantId, (tx) => setTenantStatus(this.#tenantId, tx, 'paused'));
      case 'resume':
        return this.#lane.db.inTransaction(this.#tenantId, (tx) => setTenantStatus(this.#tenantId, tx, 'active'));
      case 'reject':
        await this.#decide('rejected');
    }
  }

  /** Approves the list that waits, if one does; applying it is a run's work. */
  approve(): Promise<RunId | undefined> {
    return this.#decide('approved');
  }

  /** Kinds by hand hold from then on, and nobody but the one it was about comes off a list that was approved. */
  noteByHand({ kinds, approvedList }: Observation, oid: string): void {
    this.rules = { ...this.rules, kinds };
    if (approvedList === null) return;
    const off = [...this.approved].filter((each) => !approvedList.has(each));
    expect(
      off.filter((each) => each !== oid),
      'others who came off the approved list',
    ).toEqual([]);
    this.approved = new Set([...this.approved].filter((each) => approvedList.has(each)));
  }

  async save(change: SettingsChange): Promise<void> {
    await this.#saveRules(this.rulesWith(change));
  }

  /** What would be saved. */
  rulesWith({ sources, filters, cleanUp, fields }: SettingsChange): PlainRules {
    const { settings: old, fields: oldFields, kinds } = this.rules;
    const settings = {
      email: sources === undefined ? old.email : { sources },
      filters: { ...old.filters, ...filters },
      cleanUp: { ...old.cleanUp, ...cleanUp },
    };
    return { settings, kinds, fields: fields === undefined ? oldFields : (FIELD_LISTS[fields] ?? []) };
  }

  async #saveRules({ settings, fields }: PlainRules): Promise<void> {
    const { kinds } = this.rules;
    this.#rulesBefore = this.rules;
    this.rules = { settings, fields, kinds };
    await this.#lane.db.inTransaction(this.#tenantId, async (tx) => {
      const { version } = await readIntegration(this.#tenantId, tx);
      await saveIntegration(this.#tenantId, tx, version, settings);
      const { version: ofFields } = await readFields(this.#tenantId, tx);
      if (fields !== this.#rulesBefore.fields) await saveFields(this.#tenantId, tx, ofFields, fields);
    });
  }

  async #decide(decision: 'approved' | 'rejected'): Promise<RunId | undefined> {
    const { held } = await observe(this.#lane.query, this.#tenantId, null);
    if (held === null) return undefined;
    const runId = held as RunId; // as it is stored
    if (decision === 'approved') this.approved = (await observe(this.#lane.query, this.#tenantId, runId)).list;
    await this.#lane.db.inTransaction(this.#tenantId, (tx) => decideCleanUp(this.#tenantId, tx, runId, decision));
    return runId;
  }
}
