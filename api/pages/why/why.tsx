import { Hono, type Context } from 'hono';
import type { FC } from 'hono/jsx';
import * as z from 'zod';
import { PERSON_KINDS } from '../../../sync/person-kind.ts';
import { plainText } from '../../../sync/plain-text.schema.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { PersonPath } from '../../schemas/path.schema.ts';
import { setKindByHand } from '../../by-hand/set-kind-by-hand.ts';
import { readQuery, searchText } from '../addresses/read-query.ts';
import { pathOf, tenantIdOf } from '../addresses/tenant-path.ts';
import { readForm } from '../forms/read-form.ts';
import { answerPage, answerPart } from '../frame/answer-page.tsx';
import { DoneNote, doneAddress } from '../frame/done.tsx';
import { FormToken } from '../frame/frame.tsx';
import { onTenant } from '../frame/on-tenant.ts';
import type { PageEnv } from '../frame/page-env.ts';
import { lookUpPerson } from './look-up-person.ts';
import { WhyAnswer } from './why-answer.tsx';

type Deps = Pick<ApiDeps, 'db' | 'now' | 'directoryOf'>;

/** As the look-up over the API takes it. */
const MOST_CHARACTERS = 256;
/** A tab that was copied along is taken for a blank; nothing written is no question. */
const Asked = z.object({ who: searchText(MOST_CHARACTERS).pipe(z.literal('').or(plainText(MOST_CHARACTERS))) });
/** An object id names nobody, so an address may hold one: of a name or an address of mail only a form's body does. */
const Linked = z.object({ person: z.guid().optional() });
const Kind = z.object({ kind: z.enum([...PERSON_KINDS, 'entra']) });

/** Why (not) this person? Looked up live; nothing of it is stored or logged, and no address of a page holds a name. */
export const whyPages = (deps: Deps): Hono<PageEnv> =>
  new Hono<PageEnv>()
    .get('/tenants/:id/why', async (c) => showWhy(deps, c, readQuery(c, Linked).person ?? ''))
    .post('/tenants/:id/why', async (c) => showWhy(deps, c, (await readForm(c, Asked)).who))
    // What a person's page shows of it, once it is opened there.
    .get('/tenants/:id/people/:entraObjectId/why', async (c) => {
      const { id, entraObjectId } = pathOf(c, PersonPath);
      const { now } = await onTenant(deps, c, () => Promise.resolve());
      const answer = await lookUpPerson(deps, id, entraObjectId, c.req.raw.signal);
      return answerPart(c, <WhyAnswer tenantId={id} answer={answer} formToken={c.var.formToken} now={now} />);
    })
    .post('/tenants/:id/people/:entraObjectId/kind', async (c) => {
      const { id: tenantId, entraObjectId } = pathOf(c, PersonPath);
      await onTenant(deps, c, () => Promise.resolve());
      const { kind } = await readForm(c, Kind);
      await setKindByHand(deps, { tenantId, entraObjectId }, kind === 'entra' ? undefined : kind);
      const why = `/tenants/${tenantId}/why`;
      return c.redirect(doneAddress(why, kind === 'entra' ? 'kindGivenBack' : 'kind', { person: entraObjectId }), 303);
    });

async function showWhy(deps: Deps, c: Context<PageEnv>, who: string): Promise<Response> {
  const id = tenantIdOf(c);
  const { tenant, now } = await onTenant(deps, c, () => Promise.resolve());
  const answer = who === '' ? undefined : await lookUpPerson(deps, id, who, c.req.raw.signal);
  return answerPage(
    c,
    { title: 'Why?', tenant },
    <div class="reading">
      <h1>Why is somebody here, or not?</h1>
      <DoneNote c={c} />
      <Ask path={`/tenants/${id}/why`} who={who} formToken={c.var.formToken} />
      {answer === undefined ? (
        <p class="text-secondary">
          Entra is asked now, by the rules as they are saved. Nothing of the answer is stored.
        </p>
      ) : (
        <WhyAnswer tenantId={id} answer={answer} formToken={c.var.formToken} now={now} />
      )}
    </div>,
  );
}

const Ask: FC<{ path: string; who: string; formToken: string }> = ({ path, who, formToken }) => (
  <form method="post" action={path} class="search" role="search">
    <FormToken value={formToken} />
    <label class="visually-hidden" for="who">
      Name, address or object id
    </label>
    <input
      class="form-control"
      type="search"
      id="who"
      name="who"
      value={who}
      placeholder="Name, address or object id"
      maxlength={MOST_CHARACTERS}
      autocomplete="off"
      required
    />
    <button class="btn btn-primary">Look up</button>
  </form>
);
