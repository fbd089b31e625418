import { registerProcess } from '../../dev/process-register.ts';
import { startPostgres } from '../../dev/postgres.ts';
import { startProgram } from '../../dev/start-program.ts';

/**
 * A parent that the tests kill: starts a program that stays, registered in that folder, or PostgreSQL on its data, and
 * tells the program's id.
 */
const [what, folder = '', mark = ''] = process.argv.slice(2);
if (what === 'postgres') {
  const { superuserUrl } = await startPostgres({ folder, disposable: true });
  console.log(superuserUrl);
} else {
  const program = await startProgram({
    name: 'Sleeper',
    file: process.execPath,
    args: ['-e', 'console.log(process.pid); setInterval(() => {}, 1000)', mark],
    commandHolds: mark,
    readyWhen: Number,
  });
  registerProcess({ name: 'Sleeper', pid: program.ready, commandHolds: mark }, folder);
  console.log(program.ready);
}
setInterval(() => undefined, 1_000);
