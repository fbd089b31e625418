import { Hono } from 'hono';
import type { FC } from 'hono/jsx';
import * as z from 'zod';
import type { EntraTenantId } from '../../../sync/ids.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { onboardTenant } from '../../tenants/onboard-tenant.ts';
import { ProblemError } from '../../problem-error.ts';
import { PROBLEMS } from '../../problems.ts';
import { NewTenant } from '../../schemas/tenant.schema.ts';
import { readForm } from '../forms/read-form.ts';
import { TextLine } from '../forms/text-line.tsx';
import { answerPage } from '../frame/answer-page.tsx';
import { doneAddress } from '../frame/done.tsx';
import { FormToken } from '../frame/frame.tsx';
import type { PageEnv } from '../frame/page-env.ts';
import { CheckList } from '../integration/check-list.tsx';

type Deps = Pick<ApiDeps, 'db' | 'sync' | 'directoryOf' | 'log'>;

const Written = z.object({ name: z.string().default(''), directory: z.string().trim().default('') });
type Written = z.output<typeof Written>;
type Wrong = { readonly name?: string | undefined; readonly directory?: string | undefined };

/** Onboarding a directory whose consent was given, or a tenant that waits for its admin. */
export const onboardPages = (deps: Deps): Hono<PageEnv> =>
  new Hono<PageEnv>()
    .get('/tenants/new', (c) =>
      answerPage(
        c,
        { title: 'Onboard a tenant' },
        <OnboardForm formToken={c.var.formToken} written={{ name: '', directory: '' }} />,
      ),
    )
    .post('/tenants/new', async (c) => {
      const written = await readForm(c, Written);
      const form = { formToken: c.var.formToken, written };
      const parsed = NewTenant.safeParse({
        name: written.name,
        ...(written.directory !== '' && { entraTenantId: written.directory }),
      });
      if (!parsed.success) {
        const wrong = wrongIn(parsed.error.issues);
        return answerPage(c, { title: 'Onboard a tenant', status: 422 }, <OnboardForm {...form} wrong={wrong} />);
      }
      const { name, entraTenantId, activate } = parsed.data;
      try {
        const directory = entraTenantId as EntraTenantId | undefined; // a GUID, by its schema
        await onboardTenant(deps, { name, entraTenantId: directory, activate });
      } catch (err) {
        if (!(err instanceof ProblemError)) throw err;
        const about = { title: 'Onboard a tenant', status: PROBLEMS[err.code].status };
        return answerPage(c, about, <OnboardForm {...form} refused={err} />);
      }
      return c.redirect(doneAddress('/tenants', entraTenantId === undefined ? 'waitsForAdmin' : 'onboarded'), 303);
    });

function wrongIn(issues: readonly z.core.$ZodIssue[]): Wrong {
  const of = (key: string) => issues.find(({ path }) => path[0] === key);
  return {
    name: of('name') && 'Write a name of at most 200 characters.',
    directory: of('entraTenantId')?.message,
  };
}

type FormProps = { formToken: string; written: Written; wrong?: Wrong; refused?: ProblemError };

const OnboardForm: FC<FormProps> = ({ formToken, written, wrong = {}, refused }) => (
  <div class="reading">
    <h1>Onboard a tenant</h1>
    {refused && (
      <div class="alert alert-danger d-block" role="alert">
        <p class="mb-1">Nothing was onboarded. {refused.message}</p>
        {refused.rest.remedy !== undefined && <p class="mb-0">{refused.rest.remedy}</p>}
      </div>
    )}
    {refused?.rest.checks && <CheckList checks={refused.rest.checks} />}
    <form method="post" action="/tenants/new" class="card card-body">
      <FormToken value={formToken} />
      <TextLine id="name" label="Name" value={written.name} wrong={wrong.name} required />
      <TextLine id="directory" label="Directory (tenant) id" value={written.directory} wrong={wrong.directory}>
        As Entra shows it, of a directory that has consented. Left empty, the tenant waits for its admin to link one.
      </TextLine>
      <div class="actions">
        <button class="btn btn-primary">Check and onboard</button>
        <a class="btn" href="/tenants">
          Back
        </a>
      </div>
    </form>
  </div>
);
