import { VARIABLES } from '../../config.ts';
import { currentEnvironment, type Environment } from '../../dev/settings.ts';

/** What processes of the benchmark see: none of the settings that a developer's shell holds for a Rollcall of theirs. */
export function benchEnvironment(): Environment {
  const environment = currentEnvironment();
  for (const name of Object.keys(environment)) {
    const ofRollcall = VARIABLES.includes(name) || /^(ROLLCALL|EMULATOR|TEMPORAL)_/.test(name);
    if (ofRollcall && name !== 'TEMPORAL_CLI_PATH') delete environment[name];
  }
  return environment;
}
