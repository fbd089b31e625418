import type { PersonInput } from './make-person.ts';

/** People whose addresses are odd in the ways that real directories hold; each display name says how. */
export function oddAddresses(domain: string, tenantDomain: string): PersonInput[] {
  const at = (local: string): string => `${local}@${domain}`;
  const odd = (displayName: string, properties: PersonInput['properties']): PersonInput => ({
    properties: { displayName, department: 'Odd Addresses', ...properties },
  });
  return [
    odd('No Mail At All', { userPrincipalName: `no.mail.at.all@${tenantDomain}`, mail: null, proxyAddresses: [] }),
    odd('Upn Only', { userPrincipalName: at('upn.only'), mail: null, proxyAddresses: [] }),
    odd('Only Tenant Domain', {
      userPrincipalName: `only.tenant.domain@${tenantDomain}`,
      mail: `only.tenant.domain@${tenantDomain}`,
      proxyAddresses: [`SMTP:only.tenant.domain@${tenantDomain}`],
    }),
    odd('No Primary Address', { mail: null, proxyAddresses: [`smtp:${at('no.primary.address')}`] }),
    odd('Mail Only', { mail: at('mail.only'), proxyAddresses: [] }),
    odd('Two Primary Addresses', {
      mail: at('two.primary.second'),
      proxyAddresses: [`SMTP:${at('two.primary.first')}`, `SMTP:${at('two.primary.second')}`],
    }),
    odd('Two Primaries Neither Is Mail', {
      mail: at('two.primaries.mail'),
      proxyAddresses: [`SMTP:${at('two.primaries.one')}`, `SMTP:${at('two.primaries.two')}`],
    }),
    odd('Mixed Case Prefix Smtp', { mail: null, proxyAddresses: [`Smtp:${at('mixed.case.prefix')}`] }),
    odd('Odd Case Prefix sMTP', { mail: null, proxyAddresses: [`sMTP:${at('odd.case.prefix')}`] }),
    odd('Blank After The Colon', { mail: null, proxyAddresses: [`SMTP: ${at('blank.after.colon')}`] }),
    odd('Spaces Around The Address', {
      mail: `  ${at('spaces.around')} `,
      proxyAddresses: [` SMTP:${at('spaces.around')}  `],
    }),
    odd('Leading Quote In Mail', { mail: `'${at('leading.quote')}`, proxyAddresses: [] }),
    odd('Trailing Quote In Proxy', { mail: null, proxyAddresses: [`SMTP:${at('trailing.quote')}"`] }),
    odd("Apostrophe O'Brien", {
      userPrincipalName: at("apostrophe.o'brien"),
      mail: at("O'Brien"),
      proxyAddresses: [`SMTP:${at("O'Brien")}`],
    }),
    odd('Sip X500 Eum Spo Entries', {
      mail: at('many.prefixes'),
      proxyAddresses: [
        `SIP:${at('many.prefixes.sip')}`,
        'X500:/o=ExchangeLabs/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn=4f1c-many.prefixes',
        `x400:C=GB;A= ;P=Fernhill;O=Exchange;S=Prefixes;G=Many;`,
        `EUM:4711;phone-context=dialplan.${domain}`,
        `SPO:SPO_0f1e2d3c-aaaa-4bbb-8ccc-0123456789ab@SPO_6b1f2a90-cccc-4ddd-8eee-ba9876543210`,
        `SMTP:${at('many.prefixes')}`,
        `smtp:${at('many.prefixes.alias')}`,
      ],
    }),
    odd('Sip Address Only', { mail: null, proxyAddresses: [`SIP:${at('sip.only')}`] }),
    odd('Proxy Addresses Null', { mail: at('proxy.null'), proxyAddresses: null }),
    odd('Other Mails Bad First', {
      mail: null,
      proxyAddresses: [],
      otherMails: ['not an address', at('other.mails.second')],
    }),
    odd('Mail Differs From Primary', {
      mail: at('mail.differs.old'),
      proxyAddresses: [`SMTP:${at('mail.differs.primary')}`, `smtp:${at('mail.differs.old')}`],
    }),
    odd('Alias Of Another', {
      mail: at('alias.of.another'),
      proxyAddresses: [`SMTP:${at('alias.of.another')}`, `smtp:${at('mail.only')}`],
    }),
    odd('Shares An Address One', { mail: at('shared.by.two'), proxyAddresses: [`SMTP:${at('shared.by.two')}`] }),
    odd('Shares An Address Two', { mail: at('shared.by.two'), proxyAddresses: [`SMTP:${at('shared.by.two')}`] }),
    odd('Case Only Difference One', { mail: at('Case.Only'), proxyAddresses: [`SMTP:${at('Case.Only')}`] }),
    odd('Case Only Difference Two', { mail: at('case.only'), proxyAddresses: [`SMTP:${at('case.only')}`] }),
    odd('Accents In The Address', { mail: at('zoë.müller'), proxyAddresses: [`SMTP:${at('zoë.müller')}`] }),
    odd('Very Long Address', {
      mail: at('very.long.address.that.fills.the.local.part.to.sixty.four.letter'),
      proxyAddresses: [`SMTP:${at('very.long.address.that.fills.the.local.part.to.sixty.four.letter')}`],
    }),
    odd('Too Long Address', {
      mail: at('x'.repeat(65)),
      proxyAddresses: [`SMTP:${at('x'.repeat(65))}`],
    }),
  ];
}
