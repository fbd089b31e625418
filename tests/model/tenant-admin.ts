import { setTenantStatus } from '../../db/tenants.ts';
import { decideCleanUp } from '../../db/decide-clean-up.ts';
import { readFields, saveFields } from '../../db/field-versions.ts';
import { readIntegration, saveIntegration } from '../../db/integration-settings.ts';
import { DEFAULT_INTEGRATION_SETTINGS } from '../../sync/integration-settings.schema.ts';
import type { RunId, TenantId } from '../../sync/ids.ts';
import { FIELD_LISTS } from './field-lists.ts';
import type { AdminStep, SettingsChange } from './history.ts';
import type { Lane } from './lane.ts';
import { observe } from './observe.ts';
import type { PlainRules } from './plain-person.ts';

/** What a tenant's admin does, as the API would do it. */
export class TenantAdmin {
  /** What was saved last. */
  rules: PlainRules = { settings: DEFAULT_INTEGRATION_SETTINGS, fields: FIELD_LISTS[0] ?? [] };
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

  async save({ sources, filters, cleanUp, fields }: SettingsChange): Promise<void> {
    const { settings: old, fields: oldFields } = this.rules;
    const settings = {
      email: sources === undefined ? old.email : { sources },
      filters: { ...old.filters, ...filters },
      cleanUp: { ...old.cleanUp, ...cleanUp },
    };
    await this.#saveRules({ settings, fields: fields === undefined ? oldFields : (FIELD_LISTS[fields] ?? []) });
  }

  async #saveRules(rules: PlainRules): Promise<void> {
    this.#rulesBefore = this.rules;
    this.rules = rules;
    await this.#lane.db.inTransaction(this.#tenantId, async (tx) => {
      const { version } = await readIntegration(this.#tenantId, tx);
      await saveIntegration(this.#tenantId, tx, version, rules.settings);
      const { version: ofFields } = await readFields(this.#tenantId, tx);
      if (rules.fields !== this.#rulesBefore.fields) await saveFields(this.#tenantId, tx, ofFields, rules.fields);
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
