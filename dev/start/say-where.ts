import { relative } from 'node:path';
import { cloneFolder } from '../settings.ts';
import type { Tenant } from './rollcall-api.ts';
import type { Places } from './start-components.ts';

/** Where everything is, and what to try next. */
export function sayWhere(
  places: Places,
  {
    operatorKeyFile,
    tenant,
    invitation,
  }: {
    readonly operatorKeyFile: string | undefined;
    readonly tenant: Tenant | undefined;
    readonly invitation: string | undefined;
  },
  say: (line: string) => void,
): void {
  const { apiUrl, temporalUiUrl, temporalNamespace, emulator } = places;
  const workflow = tenant && encodeURIComponent(`tenant-sync/${tenant.id}`);
  const lines: readonly (readonly [string, string] | undefined)[] = [
    ['pages', apiUrl],
    ['API, browsable', `${apiUrl}/docs`],
    ['Temporal UI', temporalUiUrl],
    workflow === undefined
      ? undefined
      : ['its workflow', `${temporalUiUrl}/namespaces/${encodeURIComponent(temporalNamespace)}/workflows/${workflow}`],
    ['operator key', operatorKeyFile ? relative(cloneFolder, operatorKeyFile) : 'the one in ROLLCALL_OPERATOR_KEY'],
    emulator && ['emulator', `${emulator.controlUrl} (control)`],
    ['logs', '.rollcall/logs/'],
  ];
  say('');
  for (const line of lines) if (line) say(`  ${line[0].padEnd(16)}${line[1]}`);
  say('');
  for (const line of emulator && tenant ? trySample(apiUrl, tenant, invitation) : TRY_ONES_OWN) say(line);
  say('');
  say('Ctrl-C stops everything; the next start keeps the data.');
}

function trySample(apiUrl: string, tenant: Tenant, invitation: string | undefined): readonly string[] {
  const name = JSON.stringify(tenant.name);
  return [
    'Try, in a browser, as an admin who has never been here (the emulator plays Microsoft and asks for no password):',
    `  ${apiUrl}/sign-in, Sign in with Microsoft, choose the administrator of Millbrook Foods Ltd, Link Entra ID account`,
    ...(invitation === undefined
      ? []
      : [`Or as an admin of ${tenant.name}, by an invitation that works once:`, `  ${invitation}`]),
    '',
    'Try, in a second terminal, to see a person leave:',
    '  npx rollcall-emulator people',
    '  npx rollcall-emulator leave <person>',
    `  npx rollcall sync ${name} --wait`,
    `  npx rollcall employees list ${name}`,
  ];
}

const TRY_ONES_OWN = [
  'Onboard a directory whose administrator has consented, in a second terminal:',
  '  npx rollcall tenants add "Contoso" --directory <directory id>',
];
