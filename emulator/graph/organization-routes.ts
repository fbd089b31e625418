import { type Context, Hono } from 'hono';
import type { Json } from '../people/person.ts';
import type { GraphEnv } from './graph-env.ts';
import { badRequest, notFound } from './graph-refusal.ts';
import { requirePermission } from './let-in.ts';
import { queryOf } from './query-of.ts';

/** https://learn.microsoft.com/en-us/graph/api/resources/organization: the directory itself, always exactly one. */
export function organizationRoutes(): Hono<GraphEnv> {
  return new Hono<GraphEnv>()
    .get('/organization', (c) => c.json({ value: [organizationOf(c)] }))
    .get('/organization/:id', (c) => {
      const organization = organizationOf(c);
      if (c.req.param('id').toLowerCase() !== c.get('directory').entraTenantId) throw notFound(c.req.param('id'));
      return c.json(organization);
    });
}

function organizationOf(c: Context<GraphEnv>): Record<string, Json> {
  requirePermission(c.get('permissions'), 'Organization.Read.All', 'Directory.Read.All');
  const { entraTenantId, name, domain } = c.get('directory');
  const all: Record<string, Json> = {
    id: c.get('faults').get('otherOrganization')?.id ?? entraTenantId,
    deletedDateTime: null,
    businessPhones: [],
    city: null,
    country: null,
    countryLetterCode: 'GB',
    createdDateTime: '2016-01-04T08:00:00Z',
    displayName: name,
    onPremisesSyncEnabled: null,
    postalCode: null,
    preferredLanguage: 'en',
    state: null,
    street: null,
    technicalNotificationMails: [],
    tenantType: 'AAD',
    verifiedDomains: [{ capabilities: 'Email', isDefault: true, isInitial: false, name: domain, type: 'Managed' }],
  };
  const select = queryOf(c.req.url, ['$select', '$top']).get('$select');
  if (select === null) return all;
  return Object.fromEntries(select.split(',').map((property) => [property.trim(), valueOf(all, property.trim())]));
}

function valueOf(all: Readonly<Record<string, Json>>, property: string): Json {
  const value = all[property];
  if (value !== undefined) return value;
  throw badRequest(`Could not find a property named '${property}' on type 'microsoft.graph.organization'.`);
}
