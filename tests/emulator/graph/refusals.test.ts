import { describe, expect, it } from 'vitest';
import { EVENTUAL, generated, graphStage, person } from './graph-stage.ts';

const stage = graphStage({ people: generated(12), permissions: ['User.Read.All'] });

/** https://learn.microsoft.com/en-us/graph/api/user-list, https://learn.microsoft.com/en-us/graph/aad-advanced-queries */
describe('Graph refuses', () => {
  // prettier-ignore
  it.each([
    ['a thousand people on a page',             '/users?$top=1000',                                            400, 'Request_BadRequest'],
    ['no people on a page',                     '/users?$top=0',                                               400, 'Request_BadRequest'],
    ['to skip',                                 '/users?$skip=5',                                              400, 'Request_BadRequest'],
    ['an unknown option',                       '/users?$colour=red',                                          400, 'Request_BadRequest'],
    ['an unknown property',                     '/users?$select=shoeSize',                                     400, 'Request_BadRequest'],
    ['a $select that is too long',              `/users?$select=${'id,'.repeat(400)}`,                         400, 'Request_BadRequest'],
    ['a property of one user only',             '/users?$select=id,mailboxSettings',                           501, 'NotImplemented'],
    ['another such property',                   '/users?$select=aboutMe',                                      501, 'NotImplemented'],
    ['to expand anything but the manager',      '/users?$expand=directReports',                                400, 'Request_BadRequest'],
    ['to search without the header',            '/users?$search="displayName:a"',                              400, 'Request_UnsupportedQuery'],
    ['to sort by a department',                 '/users?$orderby=department',                                  400, 'Request_UnsupportedQuery'],
    ['to sort and filter without the header',   "/users?$orderby=displayName&$filter=department eq 'Sales'",   400, 'Request_UnsupportedQuery'],
    ['to count without the header',             '/users/$count',                                               400, 'Request_BadRequest'],
    ['a property that cannot be filtered',      "/users?$filter=preferredLanguage eq 'en'",                    400, 'Request_UnsupportedQuery'],
    ['a filter on what needs the header',       "/users?$filter=companyName eq 'Contoso'",                     400, 'Request_UnsupportedQuery'],
    ['ne without the header',                   "/users?$filter=department ne 'Sales'",                        400, 'Request_UnsupportedQuery'],
    ['not without the header',                  "/users?$filter=not(department eq 'Sales')",                   400, 'Request_UnsupportedQuery'],
    ['endsWith without the header',             "/users?$filter=endsWith(mail,'.example')",                    400, 'Request_UnsupportedQuery'],
    ['a comparison with null without the header', '/users?$filter=department eq null',                         400, 'Request_UnsupportedQuery'],
    ['a filter on an unknown property',         "/users?$filter=shoeSize eq '9'",                              400, 'Request_BadRequest'],
    ['a filter that is not closed',             "/users?$filter=(mail eq 'a'",                                 400, 'Request_BadRequest'],
    ['deleted items without their type',        '/directory/deletedItems',                                     400, 'Request_UnsupportedQuery'],
    ['what it does not have',                   '/nothing',                                                    400, 'BadRequest'],
    ['somebody who is not there',               '/users/nobody@contoso.example',                               404, 'Request_ResourceNotFound'],
  ])('%s', async (_what, path, status, code) => {
    expect(await stage.get(path)).toMatchObject({ status, code });
  });

  it('the header alone, without $count, for what needs an advanced query', async () => {
    const path = "/users?$filter=department ne 'Sales'";
    expect(await stage.get(path, { headers: EVENTUAL })).toMatchObject({ status: 400 });
    expect(await stage.get(`${path}&$count=true`, { headers: EVENTUAL })).toMatchObject({ status: 200 });
  });

  it('a test that a property does not have, advanced or not', async () => {
    for (const filter of ["companyName in ('Contoso')", "startsWith(state,'A')", 'userPrincipalName eq null']) {
      const path = `/users?$count=true&$filter=${filter}`;
      expect(await stage.get(path, { headers: EVENTUAL })).toMatchObject({ code: 'Request_UnsupportedQuery' });
    }
  });

  it.each(['POST', 'PATCH', 'PUT', 'DELETE'])('to write (%s), and notes it', async (method) => {
    stage.context.requests.clear();
    const id = [...stage.directory.ids()][0] ?? '';
    expect(await stage.get(`/users/${id}`, { method })).toMatchObject({
      status: 403,
      code: 'Authorization_RequestDenied',
    });
    expect(stage.context.requests.list()).toMatchObject([{ method, isWrite: true, status: 403 }]);
    expect(stage.directory.count).toBe(12);
  });

  it('with a body and headers that its support can use', async () => {
    const { body, headers } = await stage.get('/users/nobody', { headers: { 'client-request-id': 'mine' } });
    expect(body.error).toMatchObject({
      innerError: { 'request-id': headers.get('request-id'), 'client-request-id': 'mine', date: expect.any(String) },
    });
    expect(headers.get('client-request-id')).toBe('mine');
  });
});

/** https://learn.microsoft.com/en-us/graph/resolve-auth-errors, https://learn.microsoft.com/en-us/graph/permissions-reference */
describe('Graph lets in', () => {
  it('nobody without a token, with another’s, or with an old one', async () => {
    const { get, context } = graphStage({ people: generated(1) });
    for (const authorization of ['', 'Basic YTpi', 'Bearer nonsense']) {
      const answer = await get('/users', { authorization });
      expect(answer).toMatchObject({ status: 401, code: 'InvalidAuthenticationToken' });
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer /);
    }
    const token = await context.tokens.issue({
      ...{ entraTenantId: context.directories.all()[0]?.entraTenantId ?? '', clientId: 'app', audience: 'x' },
      ...{ roles: ['User.Read.All'], authorityHost: 'https://login.test', lifetimeSeconds: 60 },
    });
    const authorization = `Bearer ${token}`;
    expect((await get('/users', { authorization })).status).toBe(200);
    context.clock.advance(61_000);
    expect(await get('/users', { authorization })).toMatchObject({ status: 401, code: 'InvalidAuthenticationToken' });
  });

  const all = [
    'User.Read.All',
    'Organization.Read.All',
    'MailboxSettings.Read',
    'Place.Read.All',
    'Directory.Read.All',
  ] as const;
  const rights = graphStage({ people: [person('Ada Lovelace')], permissions: [...all] });
  it.each([
    ['/users', 'User.Read.All'],
    ['/users/ada.lovelace@contoso.example', 'User.Read.All'],
    ['/users/delta', 'User.Read.All'],
    ['/directory/deletedItems/microsoft.graph.user', 'User.Read.All'],
    ['/organization', 'Organization.Read.All'],
    ['/users/ada.lovelace@contoso.example/mailboxSettings', 'MailboxSettings.Read'],
    ['/places/microsoft.graph.room', 'Place.Read.All'],
  ] as const)('who asks for %s with %s, and nobody without it', async (path, permission) => {
    expect((await rights.get(path, { roles: [permission] })).status).toBe(200);
    const others = all.filter((one) => one !== permission && one !== 'Directory.Read.All');
    for (const roles of [others, []]) {
      expect(await rights.get(path, { roles })).toMatchObject({ status: 403, code: 'Authorization_RequestDenied' });
    }
  });

  it('who asks for objects by their ids only with Directory.Read.All', async () => {
    const ask = { method: 'POST', body: { ids: [...rights.directory.ids(), '00000000-0000-4000-8000-000000000000'] } };
    expect((await rights.get('/directoryObjects/getByIds', ask)).items).toMatchObject([
      { displayName: 'Ada Lovelace' },
    ]);
    const refused = await rights.get('/directoryObjects/getByIds', { ...ask, roles: ['User.Read.All'] });
    expect(refused).toMatchObject({ status: 403, code: 'Authorization_RequestDenied' });
  });

  it('a permission only while the directory still grants it', async () => {
    const { get, directory } = graphStage({ people: generated(1) });
    directory.setConsent('granted', ['Organization.Read.All']);
    expect(await get('/users', { roles: ['User.Read.All'] })).toMatchObject({ status: 403 });
  });

  it.each([
    ['withdrawn', 403, 'Authorization_IdentityNotFound'],
    ['never', 403, 'Authorization_IdentityNotFound'],
    ['disabled', 403, 'Authorization_IdentityDisabled'],
  ] as const)('no application whose consent is %s', async (consent, status, code) => {
    const { get, directory } = graphStage({ people: generated(1) });
    directory.setConsent(consent);
    expect(await get('/users')).toMatchObject({ status, code });
  });

  it('an application only when its consent has spread', async () => {
    const { get, directory, context } = graphStage({ consent: 'never', behaviour: { consentLagMs: 60_000 } });
    directory.setConsent('granted');
    expect(await get('/users')).toMatchObject({ status: 401, code: 'Authorization_IdentityNotFound' });
    context.clock.advance(61_000);
    expect((await get('/users')).status).toBe(200);
  });
});
