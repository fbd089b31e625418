import { COST_CENTRE_EXTENSION } from './generated-people.ts';
import type { PersonInput } from './make-person.ts';

/** People whose data is ordinary to look at and odd to parse. */
export function oddShapes(domain: string): PersonInput[] {
  const shaped = (
    displayName: string,
    properties: PersonInput['properties'],
    rest: Omit<PersonInput, 'properties'> = {},
  ) => ({
    properties: { displayName, department: 'Odd Shapes', ...properties },
    ...rest,
  });
  return [
    shaped('Business Phones Empty', { businessPhones: [] }),
    shaped('Business Phones Null', { businessPhones: null }),
    shaped('Business Phones Two', { businessPhones: ['+44 117 496 0101', '+44 117 496 0102'] }),
    shaped('Extension Absent', {}),
    shaped('Extension Null', { [COST_CENTRE_EXTENSION]: null }),
    shaped('Extension Present', { [COST_CENTRE_EXTENSION]: 'CC101' }),
    shaped('Employee Id With Leading Zeros', { employeeId: '000042' }),
    shaped('Created Date Null', { createdDateTime: null }),
    shaped('Blank Delta Item', {}, { blankInDelta: true }),
    shaped('Country As Code', { country: 'NZ', usageLocation: 'NZ' }),
    shaped('Country As Name', { country: 'New Zealand', usageLocation: 'NZ' }),
    shaped('Hybrid With Commas And Quotes', {
      onPremisesSyncEnabled: true,
      onPremisesDistinguishedName: `CN=Quotes\\, "Commas" O'Hybrid,OU=Users\\, Bristol,DC=ad,DC=${domain.split('.')[0] ?? 'ad'},DC=example`,
      onPremisesDomainName: `ad.${domain}`,
      onPremisesSamAccountName: 'hybrid',
      onPremisesImmutableId: 'qL0s1x9xZ0uY2vT4c3mZ8A==',
      onPremisesLastSyncDateTime: '2026-11-20T03:12:44Z',
    }),
  ];
}
