import { execFile, type ExecFileOptions } from 'node:child_process';
import { readableLine } from './readable-line.ts';

const LINES_TOLD = 4;

/**
 * Runs a program to its end and returns what it printed to stdout. Throws an Error whose message is the end of what
 * the program said, or why it could not be run.
 */
export function runCommand(file: string, args: readonly string[], options: ExecFileOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const limits = { maxBuffer: 16 * 1024 * 1024, ...options, encoding: 'utf8' } as const;
    const child = execFile(file, args, limits, (error, stdout, stderr) => {
      process.off('exit', stopAtOurEnd);
      if (!error) return resolve(stdout);
      if (error.code === 'ENOENT') return reject(new Error(`${file}: not found`));
      const said = (stderr.trim() || stdout.trim()).split('\n').slice(-LINES_TOLD).map(readableLine).join('\n');
      reject(new Error(error.killed ? `${file}: took too long` : `${file}: ${said || error.message}`));
    });
    const stopAtOurEnd = () => child.kill();
    process.once('exit', stopAtOurEnd);
  });
}
