import { ProgramFailed, type RunningProgram } from '../start-program.ts';

/** What `npm start` has started; stopped from the last to the first. */
const STOP_ORDER = ['API', 'Worker', 'Emulator', 'Temporal', 'PostgreSQL'];

export type Components = {
  /** To be called for every program as soon as it is a process, so that a stop in the middle of a start misses none. */
  readonly add: (program: RunningProgram) => void;
  /** Never resolves; rejects with ProgramFailed, and its last lines, when one ends that nobody has stopped. */
  readonly untilOneDies: Promise<never>;
  /** Stops all in order, one line each, and whatever is still added. Twice is harmless. */
  readonly stopAll: (say: (line: string) => void) => Promise<void>;
  /** At once, with no care. */
  readonly killAll: () => void;
};

export function createComponents(): Components {
  const programs: RunningProgram[] = [];
  let stopping = false;
  let oneDied: (error: Error) => void = () => undefined;
  const untilOneDies = new Promise<never>((_, reject) => (oneDied = reject));
  untilOneDies.catch(() => undefined); // while nobody listens yet

  return {
    untilOneDies,
    add(program) {
      programs.push(program);
      if (stopping) void program.stop();
      void program.ended.then((how) => {
        if (!stopping) oneDied(new ProgramFailed(`${program.name} ${how}.`, program.lastLines()));
      });
    },
    async stopAll(say) {
      stopping = true;
      const place = ({ name }: RunningProgram): number => STOP_ORDER.indexOf(name);
      for (const program of programs.toSorted((one, other) => place(one) - place(other))) {
        if (program.hasEnded()) continue;
        await program.stop();
        say(`  stopped   ${program.name}`);
      }
      await Promise.all(programs.map((program) => program.stop()));
    },
    killAll() {
      stopping = true;
      for (const program of programs) program.kill();
    },
  };
}
