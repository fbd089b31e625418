import type { FC } from 'hono/jsx';
import { ProblemError } from '../../problem-error.ts';
import type { Finding } from '../../schemas/problem.schema.ts';
import { PROBLEMS, type ProblemStatus } from '../../problems.ts';

/** Why a form was not taken. */
export type Refused = {
  readonly message: string;
  readonly remedy?: string | undefined;
  readonly findings: readonly Finding[];
  readonly status: ProblemStatus;
  /** Of a form that was made from an older version: the newest. */
  readonly newest?: number | undefined;
};

/** A refusal that the form's page can say beside what was typed; any other is thrown on. */
function refusedBy(problem: ProblemError): Refused {
  const { code, message, rest } = problem;
  if (code === 'notFound' || code === 'offboarding') throw problem;
  return {
    message,
    remedy: rest.remedy,
    findings: rest.errors ?? [],
    status: PROBLEMS[code].status,
    newest: rest.version,
  };
}

/** Acts; what is refused is said on the page that still holds what was typed. */
export async function orRefused(
  act: () => Promise<Response>,
  show: (refused: Refused) => Promise<Response>,
): Promise<Response> {
  try {
    return await act();
  } catch (err) {
    if (!(err instanceof ProblemError)) throw err;
    return show(refusedBy(err));
  }
}

type Props = {
  readonly refused: Refused;
  /** Where the form shows a finding: its anchor and what that is called; undefined: nowhere, so it is said here. */
  readonly placeOf: (finding: Finding) => { readonly at: string; readonly label: string } | undefined;
  /** The page, and the version that the form was made from. */
  readonly own: string;
  readonly version: number;
  /** The form's id, for the button that saves in place of the newest version. */
  readonly form: string;
};

/** Above a form that was not taken: what happened, and each place that has to change. */
export const RefusedForm: FC<Props> = ({ refused, placeOf, own, version, form }) => {
  if (refused.newest !== undefined) return <Conflict newest={refused.newest} {...{ own, version, form }} />;
  return (
    <div class="alert alert-danger" role="alert">
      <p class="mb-1">
        Not saved. {refused.message} {refused.remedy}
      </p>
      {refused.findings.length > 0 && (
        <ul class="mb-0">
          {refused.findings.map((finding) => {
            const place = placeOf(finding);
            return (
              <li>
                {place && (
                  <>
                    <a href={`#${place.at}`}>{place.label}</a>:{' '}
                  </>
                )}
                <span class="value">{finding.message}</span>
                {place === undefined && finding.path !== '' && (
                  <>
                    {' '}
                    (<code>{finding.path}</code>)
                  </>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
};

/** Nothing is overwritten unless it is said so, by somebody who was told. */
const Conflict: FC<Omit<Props, 'refused' | 'placeOf'> & { readonly newest: number }> = (props) => {
  const { newest, own, version, form } = props;
  return (
    <div class="alert alert-warning" role="alert">
      <p>
        Somebody saved in the meantime: version {newest} is the newest, and this form was made from version {version}.
        Nothing was saved, and what you wrote still stands below.
      </p>
      <div class="actions">
        <a class="btn" href={own} target="_blank" rel="noopener">
          See version {newest} (in a new tab)
        </a>
        <button class="btn" form={form} name="do" value={`saveOver:${newest}`} formaction={own}>
          Save mine in place of version {newest}
        </button>
      </div>
    </div>
  );
};
