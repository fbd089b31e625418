import type { PersonInput } from './make-person.ts';

/** People whose name itself is the oddity; their job title says which. */
export function oddNames(domain: string): PersonInput[] {
  const named = (displayName: string, jobTitle: string, local: string, properties: PersonInput['properties'] = {}) => ({
    properties: {
      displayName,
      jobTitle,
      department: 'Odd Names',
      userPrincipalName: `${local}@${domain}`,
      ...properties,
    },
  });
  return [
    named('Nameless Inside', 'No Given Name And No Surname', 'no.names', { givenName: null, surname: null }),
    named('Given Only', 'No Surname', 'given.only', { givenName: 'Given', surname: null }),
    named('Surname Only', 'No Given Name', 'surname.only', { givenName: null, surname: 'Only' }),
    named(`display.is.mail@${domain}`, 'Display Name Is An E-mail Address', 'display.is.mail'),
    named('Sukarno', 'One Word Name', 'sukarno', { givenName: 'Sukarno', surname: null }),
    named('Right \u202Eedirrevo', 'Right-To-Left Override In The Name', 'rtl.override', {
      givenName: 'Right \u202Eedirrevo',
    }),
    named('Zero\u200BWidth\u200DJoiner', 'Zero-Width Characters In The Name', 'zero.width'),
    named('Combining A\u0301\u0323da', 'Combining Characters In The Name', 'combining'),
    named('Emoji 🎉 Enthusiast 👩‍🔬', 'Emoji In The Name', 'emoji'),
    named('<script>alert(1)</script>', 'Markup As The Name', 'markup', { givenName: '<b>Bold</b>' }),
    named('=cmd()|calc', 'Spreadsheet Formula As The Name', 'formula', { givenName: '=1+1', surname: '@SUM(A1)' }),
    named('N'.repeat(256), 'Two Hundred Fifty Six Letters', 'longest.name'),
    named('  Leading And Trailing Blanks  ', 'Leading And Trailing Blanks', 'blanks', { givenName: ' Leading ' }),
    named('صوفيا حداد', 'Right-To-Left Script', 'sofia.haddad', { givenName: 'صوفيا', surname: 'حداد' }),
    named('山田 花子', 'Surname First', 'hanako.yamada', { givenName: '花子', surname: '山田' }),
  ];
}
