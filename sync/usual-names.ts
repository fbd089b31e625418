/**
 * What people, forms and other directories call a property, beside the names of LDAP (graph-properties.ts): never
 * accepted, but what is suggested. In lower case, letters and digits alone.
 */
const USUAL_NAMES: Readonly<Record<string, readonly string[]>> = {
  mail: ['email', 'emailaddress', 'mailaddress', 'primaryemail', 'smtp', 'primarysmtpaddress'],
  proxyAddresses: ['aliases', 'emailaddresses', 'emailaliases'],
  givenName: ['firstname', 'forename', 'given'],
  surname: ['lastname', 'familyname', 'secondname'],
  displayName: ['fullname', 'name', 'cn', 'commonname', 'preferredname'],
  userPrincipalName: ['upn', 'login', 'username', 'userid', 'principalname', 'account'],
  accountEnabled: ['enabled', 'isenabled', 'active', 'isactive', 'disabled', 'useraccountcontrol', 'blockcredential'],
  businessPhones: ['phone', 'phonenumber', 'telephone', 'workphone', 'officephone', 'businessphone', 'phones'],
  mobilePhone: ['mobilenumber', 'cell', 'cellphone', 'mobilephonenumber', 'handy'],
  faxNumber: ['fax'],
  officeLocation: ['office', 'location', 'building', 'room', 'roomnumber', 'physicaldeliveryoffice'],
  department: ['dept', 'division', 'unit', 'orgunit', 'team'],
  companyName: ['organization', 'organisation', 'org', 'employer', 'firm'],
  jobTitle: ['position', 'job', 'role', 'function'],
  streetAddress: ['address', 'street'],
  postalCode: ['zip', 'zipcode', 'postcode', 'plz'],
  state: ['province', 'region', 'stateorprovince'],
  country: ['countryorregion', 'nation'],
  id: ['objectid', 'objectguid', 'guid', 'oid', 'azureid'],
  mailNickname: ['alias', 'nickname'],
  employeeId: ['employeenumber', 'personnelnumber', 'staffid'],
  createdDateTime: ['created', 'createddate', 'whencreated', 'createdon'],
  employeeHireDate: ['hiredate', 'startdate'],
  onPremisesSamAccountName: ['samaccount', 'accountname', 'ntlogin'],
  'employeeOrgData/costCenter': ['costcenter', 'costcentre'],
};

const BY_USUAL_NAME: ReadonlyMap<string, string> = new Map([
  ...Object.entries(USUAL_NAMES).flatMap(([property, names]) => names.map((name) => [name, property] as const)),
  // Exchange's words for the extension attributes.
  ...Array.from({ length: 15 }, (_, n) => [`customattribute${n + 1}`, `extensionAttribute${n + 1}`] as const),
]);

/** The property that somebody means by a usual name; undefined: no name that we know. */
export const meantBy = (name: string): string | undefined =>
  BY_USUAL_NAME.get(
    name
      .slice(0, 100)
      .toLowerCase()
      .replaceAll(/[^a-z0-9]/g, ''),
  );
