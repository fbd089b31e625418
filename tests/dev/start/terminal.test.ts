import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { openTerminal } from '../../../dev/start/terminal.ts';

function terminal({ isTTY }: { readonly isTTY: boolean }) {
  const stream = new PassThrough();
  const out = Object.assign(stream, { isTTY }) as unknown as NodeJS.WriteStream; // as much of one as is used
  return { ...openTerminal(out), stream, printed: () => String(stream.read() ?? '') };
}

test('where a person watches, progress is one line that changes, and a line said takes its place', () => {
  const { say, progress, printed } = terminal({ isTTY: true });
  progress(50, 100, 'people read');
  expect(printed()).toBe(`\r\u001b[2K  ${'█'.repeat(12)}${'░'.repeat(12)} 50 of about 100 people read`);
  progress(75, undefined, 'people read');
  expect(printed()).toBe(`\r\u001b[2K  ${'░'.repeat(24)} 75 people read`);
  say('done');
  expect(printed()).toBe('\r\u001b[2Kdone\n');
  say('Bye.');
  expect(printed()).toBe('Bye.\n');
});

test('more than was expected fills the bar and no more', () => {
  const { progress, printed } = terminal({ isTTY: true });
  progress(150, 100, 'people read');
  expect(printed()).toContain(`  ${'█'.repeat(24)} 150`);
});

test('in a log, progress is a line now and then, without a control character', () => {
  const { progress, printed } = terminal({ isTTY: false });
  progress(1, 100, 'people read');
  progress(2, 100, 'people read');
  expect(printed()).toBe('  1 of about 100 people read\n');
});

test('a terminal that was closed ends nothing', () => {
  const { say, stream } = terminal({ isTTY: false });
  expect(() => stream.emit('error', new Error('EPIPE'))).not.toThrow();
  expect(() => say('still here')).not.toThrow();
});
