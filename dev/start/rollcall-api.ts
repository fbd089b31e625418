import { z } from 'zod';

/** The few routes of the API that `npm start` uses, as any other client would. */
export type RollcallApi = {
  /** The tenant of that directory: onboarded now, or there already. Throws ApiRefused. */
  readonly onboard: (name: string, entraTenantId: string) => Promise<{ tenant: Tenant; isNew: boolean }>;
  readonly newestRun: (tenantId: string) => Promise<Run | undefined>;
  /** A link that makes whoever signs in with it first an admin. Throws ApiRefused. */
  readonly invite: (tenantId: string) => Promise<string>;
};

const tenantSchema = z.object({
  id: z.string(),
  name: z.string(),
  entraTenantId: z.string().nullish(),
  lastSyncedAt: z.string().nullish(),
  employees: z.number().nullish(),
});
export type Tenant = z.infer<typeof tenantSchema>;

const runSchema = z.object({
  id: z.string(),
  state: z.enum(['running', 'succeeded', 'held', 'failed', 'cancelled']),
  startedAt: z.string(),
  finishedAt: z.string().nullish(),
  counts: z.object({ read: z.number(), created: z.number(), skipped: z.record(z.string(), z.number()) }),
  progress: z.object({ read: z.number(), expected: z.number().nullish() }).nullish(),
  error: z.object({ message: z.string(), remedy: z.string().nullish() }).nullish(),
});
export type Run = z.infer<typeof runSchema>;

const problemSchema = z.object({ title: z.string().optional(), detail: z.string().optional() });

/** The API said no; the message is its own. */
export class ApiRefused extends Error {
  override readonly name = 'ApiRefused';
}

/** Beside a sync that reads a directory, an answer may take a moment. */
const TIMEOUT_MS = 30_000;

export function openApi(apiUrl: string, operatorKey: string): RollcallApi {
  const ask = (path: string, body?: unknown): Promise<Response> =>
    fetch(`${apiUrl}/api${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${operatorKey}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  const find = async (entraTenantId: string): Promise<Tenant> => {
    let next: string | null = null;
    do {
      const cursor: string = next === null ? '' : `&cursor=${encodeURIComponent(next)}`;
      const page = pageOf(tenantSchema).parse(await read(await ask(`/tenants?limit=1000${cursor}`)));
      const found = page.items.find((tenant) => tenant.entraTenantId === entraTenantId);
      if (found) return found;
      next = page.next;
    } while (next !== null);
    throw new ApiRefused('The directory is onboarded already, but no tenant has it.');
  };
  return {
    async onboard(name, entraTenantId) {
      const response = await ask('/tenants', { name, entraTenantId });
      if (response.status === 409) return { tenant: await find(entraTenantId), isNew: false };
      return { tenant: tenantSchema.parse(await read(response)), isNew: true };
    },
    async invite(tenantId) {
      const answer = await read(await ask(`/tenants/${tenantId}/invitations`, {}));
      return z.object({ url: z.string() }).parse(answer).url;
    },
    async newestRun(tenantId) {
      return pageOf(runSchema).parse(await read(await ask(`/tenants/${tenantId}/runs?limit=1`))).items[0];
    },
  };
}

const pageOf = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item), next: z.string().nullable() });

async function read(response: Response): Promise<unknown> {
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok) return answer;
  const { title, detail } = problemSchema.safeParse(answer).data ?? {};
  throw new ApiRefused(`${[title, detail].filter(Boolean).join(': ') || 'no reason given'} (${response.status})`);
}
