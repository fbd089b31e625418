import { writeFileSync } from 'node:fs';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { workflowsPath } from './create-workers.ts';

/** Bundles the workflows into the file that is named as its argument, and ends: a process of its own, which keeps nothing. */
const { code } = await bundleWorkflowCode({ workflowsPath: workflowsPath(), logger: new DefaultLogger('WARN') });
writeFileSync(process.argv[2] ?? '', code);
