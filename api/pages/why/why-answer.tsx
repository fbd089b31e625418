import type { Child, FC } from 'hono/jsx';
import type { Named } from '../../../entra/directory.ts';
import { withoutCapital } from '../../../sync/capital.ts';
import { describeOutcome } from '../../../sync/describe-explanation.ts';
import type { ExplainedOutcome } from '../../../sync/explain-person.ts';
import type { TenantId } from '../../../sync/ids.ts';
import type { KnownPerson } from '../../../sync/person-facts.ts';
import { WHY } from '../../../sync/why-words.ts';
import { STATUS_WORDS } from '../employees/status-words.ts';
import { KindByHand } from './kind-by-hand.tsx';
import { WhyLadder } from './why-ladder.tsx';
import type { Looked } from './look-up-person.ts';

type Props = {
  readonly tenantId: TenantId;
  readonly answer: Looked;
  readonly formToken: string;
  readonly now: Date;
};

/** The answer first, then the steps that lead to it, then what one can do about the kind. */
export const WhyAnswer: FC<Props> = ({ tenantId, answer, formToken, now }) => {
  switch (answer.found) {
    case 'notAsked':
      return (
        <Said headline="Entra could not be asked.">
          {answer.problem.message} {answer.problem.rest.remedy}
        </Said>
      );
    case 'none':
      return (
        <Said headline="Nobody in Entra has this object id, address or name.">
          Look in the Entra admin center. A new person can take minutes to be found by name, and a name is found by the
          beginnings of its words.
        </Said>
      );
    case 'several':
      return <Choice tenantId={tenantId} people={answer.people} more={answer.more} />;
    case 'deleted':
      return (
        <>
          <Said headline="Not imported: deleted in Entra.">
            {goneText(answer.employee)} Restoring the person in Entra, within 30 days, brings them back with the same
            id.
          </Said>
          <Who tenantId={tenantId} person={answer.person} employee={answer.employee} />
          <WhyLadder tenantId={tenantId} answer={answer} now={now} />
        </>
      );
    case 'one': {
      const { explanation, user, employee, kindByHand } = answer;
      const { outcome } = explanation;
      const { remedy } = describeOutcome(explanation);
      return (
        <>
          <Said headline={headlineOf(outcome)}>
            {outcome.kind === 'imported' && outcome.how === 'create' && 'The next run adds this person. '}
            {remedy}
            {outcome.kind === 'duplicate' && (
              <>
                {' '}
                <a href={`/tenants/${tenantId}/employees/${outcome.of.employeeId}`}>Who holds the address</a>
              </>
            )}
          </Said>
          <Who tenantId={tenantId} person={user} employee={employee} />
          <WhyLadder tenantId={tenantId} answer={answer} now={now} />
          <KindByHand tenantId={tenantId} id={user.id} kindByHand={kindByHand} formToken={formToken} />
        </>
      );
    }
  }
};

function headlineOf(outcome: ExplainedOutcome): string {
  switch (outcome.kind) {
    case 'imported':
      return IMPORTED[outcome.how];
    case 'duplicate':
      return `Imported as a duplicate: ${outcome.of.name} holds the address.`;
    case 'notImported':
      return `${LEFT_OUT[outcome.next]}: ${withoutCapital(WHY[outcome.reason])}`;
  }
}

const IMPORTED = {
  create: 'Not imported yet: passes every rule.',
  restore: 'Comes back with the next run: passes every rule again.',
  stays: 'Imported: passes every rule.',
} as const;

const LEFT_OUT = {
  staysOut: 'Not imported',
  stays: 'In Employees, and stays there by hand or until it is known better',
  staysMissing: 'Marked as missing, and stays so',
  remove: 'Leaves with the next run, within the limits of the clean-up',
  missing: 'Missing from the next run on',
} as const;

function goneText(employee: KnownPerson | undefined): string {
  if (employee === undefined) return '';
  if (employee.status === 'removed') return 'The employee is removed.';
  return employee.pinned
    ? 'The employee is kept by a person.'
    : 'The next run asks for the person once more, and goes by the answer.';
}

const Said: FC<{ readonly headline: string; readonly children?: Child }> = ({ headline, children }) => (
  <div class="card card-body mb-3" id="answer" role="status">
    <p class="m-0">
      <strong class="value">{headline}</strong> <span class="value">{children}</span>
    </p>
  </div>
);

const Who: FC<{ tenantId: TenantId; person: Named; employee: KnownPerson | undefined }> = ({
  tenantId,
  person,
  employee,
}) => (
  <h2>
    <span class="value">{person.displayName ?? 'Without a name'}</span>
    {employee !== undefined && (
      <>
        {' '}
        <a class="mark" href={`/tenants/${tenantId}/employees/${employee.employeeId}`}>
          {STATUS_WORDS[employee.status].label}
        </a>
      </>
    )}
  </h2>
);

const Choice: FC<{ tenantId: TenantId; people: readonly Named[]; more: boolean }> = ({ tenantId, people, more }) => (
  <>
    <Said headline={`${more ? 'More than ' : ''}${people.length} people fit. Which one?`}>
      {more && 'Whoever is not among them is found by more letters, by the address, or by the object id.'}
    </Said>
    <ul class="list-group">
      {people.map(({ id, displayName }) => (
        <li class="list-group-item">
          <a class="value" href={`/tenants/${tenantId}/why?person=${id}`}>
            {displayName ?? 'Without a name'}
          </a>{' '}
          <code>{id}</code>
        </li>
      ))}
    </ul>
  </>
);
