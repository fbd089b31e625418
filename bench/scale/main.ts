import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cloneFolder } from '../../dev/settings.ts';
import { openSystem } from '../set-up/open-system.ts';
import { scaleDocument, wakeUpDrawing } from './document.ts';
import { measureUnitCosts } from './measure-unit-costs.ts';
import { unitCostsSchema } from './unit-costs.schema.ts';

/**
 * `npm run scale`: writes docs/scale.md and its drawing from unit-costs.json, and prints the page.
 * `npm run scale -- --measure` measures the unit costs on this machine first.
 */
const costsFile = join(import.meta.dirname, 'unit-costs.json');

if (process.argv.includes('--measure')) {
  const system = await openSystem({ temporal: 'dev', say: console.log });
  try {
    await writeFile(costsFile, `${JSON.stringify(await measureUnitCosts(system), null, 2)}\n`);
  } finally {
    await system.close();
  }
}
const costs = unitCostsSchema.parse(JSON.parse(await readFile(costsFile, 'utf8')));
const page = scaleDocument(costs);
await writeFile(join(cloneFolder, 'docs', 'scale.md'), page);
await writeFile(join(cloneFolder, 'docs', 'scale-wakeups.svg'), wakeUpDrawing());
console.log(page);
process.exit();
