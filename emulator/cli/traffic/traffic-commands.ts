import { type Command, Option } from 'commander';
import { z } from 'zod';
import type { Context, Run } from '../context.ts';
import { Nothing } from '../control.ts';
import { parseDuration, parseLimit } from '../options.ts';
import { plainText } from '../plain-text.ts';
import { table } from '../table.ts';

type RequestOptions = { readonly host?: string; readonly limit: number; readonly everywhere?: boolean };

const RequestsAnswer = z.object({
  total: z.number(),
  items: z.array(
    z.looseObject({
      at: z.string(),
      host: z.string(),
      method: z.string(),
      path: z.string(),
      status: z.number(),
      faults: z.array(z.string()),
    }),
  ),
});
const ClockAnswer = z.object({ now: z.string(), offsetMs: z.number() });
const CountsAnswer = z.looseObject({
  directories: z.number(),
  people: z.number(),
  left: z.number(),
  faults: z.number(),
});

/** What was asked of the emulator, and its time. */
export function addTrafficCommands(program: Command, run: Run): void {
  const requests = program.command('requests').description('what was asked of the directory, the latest last');
  requests
    .command('list', { isDefault: true })
    .description('list them')
    .addOption(new Option('--host <host>', 'of one host only').choices(['login', 'graph']))
    .option('--limit <n>', 'how many at most', parseLimit, 50)
    .option('--everywhere', 'of all directories')
    .action((options: RequestOptions) => run((context) => listRequests(context, options)));
  requests
    .command('clear')
    .description('forget them')
    .action(() => run(clearRequests));

  const clock = program.command('clock').description('the emulator’s own time');
  clock
    .command('show', { isDefault: true })
    .description('show it')
    .action(() => run((context) => setClock(context, 'GET')));
  clock
    .command('advance')
    .description('let time pass: tokens, links and the 30 days of leavers grow older')
    .argument('<duration>', 'such as 90s, 2h, 8d', parseDuration)
    .action((advanceMs: number) => run((context) => setClock(context, 'POST', { advanceMs })));
  clock
    .command('reset')
    .description('back to the machine’s time')
    .action(() => run((context) => setClock(context, 'DELETE')));

  program
    .command('counts')
    .description('how much there is of everything')
    .action(() => run(showCounts));
}

async function listRequests(context: Context, { host, limit, everywhere }: RequestOptions): Promise<void> {
  const query = new URLSearchParams({
    limit: String(limit),
    ...(host !== undefined && { host }),
    ...(everywhere !== true && { directory: context.directory }),
  }).toString();
  const answer = await context.control.ask('GET', `/requests?${query}`, RequestsAnswer);
  context.output.result(answer, () => {
    if (answer.items.length === 0) return 'Nothing was asked yet.';
    const rows = answer.items.map(({ at, host: place, method, path, status, faults }) => [
      ...[at.slice(11, 23), place, method, String(status), faults.join(' '), plainText(path)],
    ]);
    return table(['time', 'host', 'method', 'status', 'faults', 'path'], rows);
  });
}

async function clearRequests({ control, output }: Context): Promise<void> {
  await control.ask('DELETE', '/requests', Nothing);
  output.result({ cleared: true }, () => 'All requests are forgotten.');
}

async function setClock(
  { control, output }: Context,
  method: 'GET' | 'POST' | 'DELETE',
  body?: unknown,
): Promise<void> {
  const clock = await control.ask(method, '/clock', ClockAnswer, body);
  const ahead =
    clock.offsetMs === 0 ? 'the machine’s time' : `${Math.round(clock.offsetMs / 1000)} s ahead of the machine`;
  output.result(clock, () => `${clock.now} (${ahead})`);
}

async function showCounts({ control, output }: Context): Promise<void> {
  const counts = await control.ask('GET', '/counts', CountsAnswer);
  output.result(counts, () =>
    table(
      ['what', 'how many'],
      Object.entries(counts).map(([name, value]) => [name, JSON.stringify(value)]),
    ),
  );
}
