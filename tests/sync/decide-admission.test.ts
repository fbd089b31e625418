import { describe, expect, it } from 'vitest';
import { decideAdmission, type Admission, type AdmissionFacts } from '../../sync/decide-admission.ts';
import type { EntraObjectId, EntraTenantId, TenantId } from '../../sync/ids.ts';

// Ids of this table are words: each is compared, and none is read.
const tenant = (name: string) => name as TenantId;
const directory = (name: string) => name as EntraTenantId;
const person = (name: string) => name as EntraObjectId;

const ADA = { entraTenantId: directory('contoso'), entraObjectId: person('ada') };
const nothing: AdmissionFacts = { invitation: undefined, tenantOfDirectory: undefined, administers: undefined };
const invited = (about: Partial<Exclude<AdmissionFacts['invitation'], 'over' | undefined>> = {}): AdmissionFacts => ({
  ...nothing,
  invitation: { tenantId: tenant('T'), entraTenantId: null, usedBy: undefined, ...about },
});
const CONTOSO = { entraTenantId: directory('contoso') };
const OTHERS = { entraTenantId: directory('fabrikam') };
const byBo = { usedBy: { ...ADA, entraObjectId: person('bo') } };
const byNamesake = { usedBy: { ...ADA, entraTenantId: directory('fabrikam') } };
const text = (admission: Admission): string =>
  admission.kind === 'refuse'
    ? admission.reason
    : [admission.kind, 'tenantId' in admission ? admission.tenantId : ''].join(' ').trim();

describe('who signs in', () => {
  // prettier-ignore
  it.each<[string, AdmissionFacts, withRole: string, without: string]>([
    //                                                                                                                             with a role        without
    ['of a directory that nobody knows',           nothing,                                                                        'begin',           'noRole'],
    ['of a directory that has a tenant',           { ...nothing, tenantOfDirectory: tenant('C') },                                 'notInvited',      'notInvited'],
    ['as an admin',                                { ...nothing, tenantOfDirectory: tenant('C'), administers: tenant('C') },       'enter C',         'enter C'],
    ['as an admin of a tenant not linked yet',     { ...nothing, administers: tenant('U') },                                       'enter U',         'enter U'],
    ['with an invitation that is over',            { ...nothing, invitation: 'over' },                                             'invitationOver',  'invitationOver'],
    ['with one that is over, as an admin',         { ...nothing, invitation: 'over', administers: tenant('C') },                   'invitationOver',  'invitationOver'],
    ['invited to a tenant not linked yet',         invited(),                                                                      'join T',          'join T'],
    ['invited to the tenant of their directory',   { ...invited(CONTOSO), tenantOfDirectory: tenant('T') },                        'join T',          'join T'],
    ['invited to that of another directory',       invited(OTHERS),                                                                'otherDirectory',  'otherDirectory'],
    ['invited to a second tenant of the same one', { ...invited(), tenantOfDirectory: tenant('C') },                               'directoryTaken',  'directoryTaken'],
    ['invited to a tenant begun from theirs, since linked elsewhere', { ...invited(CONTOSO), tenantOfDirectory: tenant('C') },         'directoryTaken',  'directoryTaken'],
    ['with an invitation that they used before',   invited({ usedBy: ADA }),                                                       'enter T',         'enter T'],
    ['with one that a colleague used',             invited(byBo),                                                                  'invitationOver',  'invitationOver'],
    ['with one that a namesake elsewhere used',    invited(byNamesake),                                                            'invitationOver',  'invitationOver'],
    ['with one they used, for another directory',  invited({ ...OTHERS, usedBy: ADA }),                                            'otherDirectory',  'otherDirectory'],
  ])('%s', (_who, facts, withRole, without) => {
    expect(text(decideAdmission({ ...ADA, mayConsent: true }, facts))).toBe(withRole);
    expect(text(decideAdmission({ ...ADA, mayConsent: false }, facts))).toBe(without);
  });
});
