import { z } from 'zod';
import { startOurProcess } from '../../dev/start/our-process.ts';
import { currentEnvironment } from '../../dev/settings.ts';

/** The ready line, as strictly as it is promised. */
const readySchema = z.strictObject({
  ready: z.literal(true),
  authorityHost: z.url(),
  graphEndpoint: z.url(),
  controlUrl: z.url(),
  caFile: z.string(),
  clientId: z.guid(),
  clientSecret: z.string(),
  entraTenantId: z.guid(),
});

/** The emulator as `npm start` starts it, on free ports unless told otherwise. */
export const startEmulatorProcess = (folder: string, environment: Readonly<Record<string, string>> = {}) =>
  startOurProcess({
    name: 'Emulator',
    main: 'emulator/main.ts',
    env: {
      ...currentEnvironment(),
      EMULATOR_FOLDER: folder,
      EMULATOR_LOGIN_PORT: '0',
      EMULATOR_GRAPH_PORT: '0',
      EMULATOR_CONTROL_PORT: '0',
      ...environment,
    },
    onSpawn: () => undefined,
    readyWhen: (told) => readySchema.safeParse(told).data,
  });
