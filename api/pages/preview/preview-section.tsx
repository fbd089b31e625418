import type { FC } from 'hono/jsx';
import type { RunRow } from '../../../db/run-row.ts';
import { assertNever } from '../../../sync/assert-never.ts';
import { failureOf } from '../../../sync/failure.ts';
import type { TenantId } from '../../../sync/ids.ts';
import { SKIP_REASONS } from '../../../sync/skip-reason.ts';
import { withQuery } from '../addresses/with-query.ts';
import { notImportedText } from '../not-imported/not-imported-words.ts';
import { ReadingProgress } from '../runs/reading-progress.tsx';
import { timeLeftText } from '../runs/run-words.ts';
import { peopleText } from '../words/relative-time.ts';
import { progressText } from '../words/tenant-state.ts';
import { When } from '../words/when.tsx';
import { PreviewLists } from './preview-lists.tsx';
import { duplicatesSentence, previewSentence, stayingOut, wouldHoldSentence } from './preview-words.ts';
import { isGoing, type ShownPreview } from './read-shown-preview.ts';

type Props = { readonly tenantId: TenantId; readonly preview: ShownPreview; readonly now: Date };

/** How a page that shows a preview beside a form is loaded anew where no script runs: at the preview, while it is going. */
export const followed = (
  preview: ShownPreview | undefined,
): { readonly refreshS?: number; readonly refreshAt: string } => ({
  ...(preview !== undefined && isGoing(preview) && { refreshS: 5 }),
  refreshAt: 'preview-title',
});

/**
 * What saving would add, change and remove: how far the preview has come, then its sentence, its lists and who stays out.
 * It keeps itself up to date by htmx; where no script runs, a page with it is loaded anew while it is going (isGoing).
 * Its lists lead to the preview's own page.
 */
export const PreviewSection: FC<Props> = (props) => (
  <section class="card mb-3 preview" aria-labelledby="preview-title">
    <div class="card-header">
      <h2 class="card-title m-0" id="preview-title">
        What saving would do
      </h2>
    </div>
    <div id="preview-said" class="visually-hidden" role="status"></div>
    <div id="preview">
      <PreviewBody {...props} />
    </div>
  </section>
);

/** The part that is asked for again. `ends`: it is said aloud too, once. */
export const PreviewBody: FC<Props & { readonly ends?: boolean }> = ({ ends = false, ...props }) => (
  <>
    <Stand {...props} />
    {ends && (
      <div id="preview-said" hx-swap-oob="innerHTML">
        {sentenceOf(props.preview.run)}
      </div>
    )}
  </>
);

const Stand: FC<Props> = (props) => {
  const { run } = props.preview;
  switch (run.state) {
    case 'running':
      return <Progress {...props} />;
    case 'succeeded':
      return <Plan {...props} />;
    case 'failed':
    case 'cancelled':
    case 'held':
      return (
        <div class="card-body">
          <p class="sentence">{sentenceOf(run)}</p>
          {run.error === null && <p class="m-0">Preview again to see what saving would do.</p>}
          {run.error !== null && (
            <p class="m-0">
              {failureOf(run.error.code).remedy}
              {run.error.detail !== null && (
                <span class="text-secondary"> Microsoft’s id of the request: {run.error.detail}.</span>
              )}
            </p>
          )}
        </div>
      );
    default:
      return assertNever(run.state);
  }
};

function sentenceOf({ state, counts, error }: RunRow): string {
  switch (state) {
    case 'running':
      return 'The preview is going.';
    case 'succeeded':
      return previewSentence(counts);
    case 'failed':
      return `The preview failed, and changed nothing. ${failureOf(error?.code ?? 'unknown').message}`;
    case 'cancelled':
    case 'held':
      return 'The preview was stopped before its end, and changed nothing.';
    default:
      return assertNever(state);
  }
}

const Progress: FC<Props> = ({ tenantId, preview: { run, asked }, now }) => {
  const left = timeLeftText(run, now);
  return (
    <div class="card-body">
      <p class="mb-1">
        Reading the directory by these settings · {progressText(run)}
        {left !== '' && ` · ${left}`}
      </p>
      <ReadingProgress run={run} />
      <p class="text-secondary m-0">Nothing is changed by it.</p>
      <div
        hidden
        hx-get={withQuery(`/tenants/${tenantId}/previews/${run.id}/live`, asked)}
        hx-trigger="every 1s"
        hx-target="#preview"
        hx-swap="innerHTML"
      ></div>
    </div>
  );
};

const Plan: FC<Props> = ({ tenantId, preview, now }) => {
  const { run, stale } = preview;
  const { skipped } = run.counts;
  const reasons = SKIP_REASONS.filter((reason) => (skipped[reason] ?? 0) > 0);
  return (
    <>
      <div class="card-body">
        <p class="sentence">{previewSentence(run.counts)}</p>
        <p class="text-secondary">
          As the directory was <When at={run.startedAt} now={now} />; {peopleText(run.counts.unchanged)} stay as they
          are. Nothing is changed until somebody saves.
        </p>
        {stale && (
          <p class="alert alert-warning">
            Settings or fields were saved after this preview began: it does not tell of them. Preview again.
          </p>
        )}
        {run.counts.duplicates > 0 && (
          <p class="alert alert-warning">
            {duplicatesSentence(run.counts)}{' '}
            <a href={`${withQuery(`/tenants/${tenantId}/previews/${run.id}`, { action: 'duplicate' })}#preview-people`}>
              See who
            </a>
          </p>
        )}
        {run.wouldHold !== null && <p class="alert alert-warning">{wouldHoldSentence(run.wouldHold)}</p>}
        <h3>Stay out: {peopleText(stayingOut(run.counts))}</h3>
        {reasons.length === 0 ? (
          <p class="m-0">Everybody in the directory matches.</p>
        ) : (
          <ul class="inline-list m-0">
            {reasons.map((reason) => (
              <li>{notImportedText(reason, skipped[reason] ?? 0)}</li>
            ))}
          </ul>
        )}
      </div>
      <PreviewLists tenantId={tenantId} preview={preview} />
    </>
  );
};
