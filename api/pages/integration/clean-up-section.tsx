import type { FC } from 'hono/jsx';
import { DEFAULT_INTEGRATION_SETTINGS } from '../../../sync/integration-settings.schema.ts';
import type { Finding } from '../../schemas/problem.schema.ts';
import { described, Findings } from '../forms/findings.tsx';
import { CLEAN_UP_OFF, cleanUpWords } from './clean-up-words.ts';
import { findingsAt, PLACES, type Place } from './places.ts';
import { settingsOf, type SettingsDraft } from './settings-form.schema.ts';

type Props = { readonly draft: SettingsDraft; readonly findings: readonly Finding[] };

/** Who goes, and what keeps a mistake from emptying the directory; photos stand here too. */
export const CleanUpSection: FC<Props> = ({ draft, findings }) => {
  const { cleanUp, photos } = draft;
  const read = settingsOf(draft);
  const numbers = read.kind === 'settings' ? read.settings.cleanUp : undefined;
  return (
    <section class="card mb-3" aria-labelledby="clean-up">
      <div class="card-body">
        <h2 id="clean-up">Clean Up</h2>
        <label class="form-check">
          <input
            class="form-check-input"
            type="checkbox"
            name="enabled"
            checked={cleanUp.enabled}
            aria-describedby="clean-up-words"
          />
          <span class="form-check-label">Enable Clean Up</span>
        </label>
        <p id="clean-up-words">
          {numbers === undefined ? '' : `${cleanUpWords(numbers)} `}
          {CLEAN_UP_OFF}
        </p>
        <div class="numbers">
          <NumberField name="retentionDays" at="retention-days" unit="days" {...{ draft, findings }} />
          <NumberField name="maxRemovalsPercent" at="max-percent" unit="%" {...{ draft, findings }} />
          <NumberField name="maxRemovals" at="max-removals" unit="people" {...{ draft, findings }} />
        </div>
        <h3 class="mt-3" id="photos">
          Photos
        </h3>
        {photos.known && <input type="hidden" name="photosKnown" value="1" />}
        <label class="form-check form-switch mb-0">
          <input class="form-check-input" type="checkbox" name="photos" checked={photos.on} />
          <span class="form-check-label">Keep photos of employees</span>
          <span class="form-check-description">
            Read from Entra day by day, apart from the sync. Switched off, kept photos are erased.
          </span>
        </label>
      </div>
    </section>
  );
};

type Numbers = Exclude<keyof SettingsDraft['cleanUp'], 'enabled'>;

const NumberField: FC<Props & { name: Numbers; at: Place['at']; unit: string }> = (props) => {
  const { name, at, unit, draft, findings } = props;
  const wrong = findingsAt(findings, at);
  return (
    <div>
      <label class="form-label" for={at}>
        {PLACES.find((place) => place.at === at)?.label}
      </label>
      <div class="input-group">
        <input
          class="form-control"
          id={at}
          name={name}
          inputmode="decimal"
          autocomplete="off"
          value={draft.cleanUp[name]}
          placeholder={String(DEFAULT_INTEGRATION_SETTINGS.cleanUp[name])}
          {...described(wrong, `${at}-wrong`)}
        />
        <span class="input-group-text">{unit}</span>
      </div>
      {wrong.length > 0 && <Findings id={`${at}-wrong`} findings={wrong} />}
    </div>
  );
};
