import { writeFile } from 'node:fs/promises';
import { FAULTS_PAGE, faultsPage } from './faults-page.ts';

await writeFile(FAULTS_PAGE, faultsPage());
