import { ensureAuthority } from '../../emulator/certificates.ts';

/** Started by dev/test.ts before vitest, since Node reads NODE_EXTRA_CA_CERTS only at its start. Prints the file. */
const { caFile } = await ensureAuthority(process.argv[2] ?? '');
console.log(caFile);
