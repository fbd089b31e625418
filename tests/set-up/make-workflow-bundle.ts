import { writeFileSync } from 'node:fs';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { workflowsPath } from '../../worker/create-workers.ts';

/** Bundles the workflows into the file that is named as its argument. */
const { code } = await bundleWorkflowCode({ workflowsPath: workflowsPath(), logger: new DefaultLogger('WARN') });
writeFileSync(process.argv[2] ?? '', code);
