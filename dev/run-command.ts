import { execFile, type ExecFileOptions } from 'node:child_process';

/**
 * Runs a program to its end and returns what it printed to stdout. Throws an Error whose message is the end of what
 * the program said, or why it could not be run.
 */
export function runCommand(file: string, args: readonly string[], options: ExecFileOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(file, args, { maxBuffer: 16 * 1024 * 1024, ...options, encoding: 'utf8' }, (error, stdout, stderr) => {
      if (!error) return resolve(stdout);
      if (error.code === 'ENOENT') return reject(new Error(`${file}: not found`));
      const said = stderr.trim().split('\n').slice(-3).join(' ');
      reject(new Error(error.killed ? `${file}: took too long` : `${file}: ${said || error.message}`));
    });
  });
}
