import { RE2JS } from 're2js';
import { MATCHED_LENGTH } from './limits.ts';
import { complain, type Complaint } from './refusal.ts';
import type { Pattern } from './syntax-tree.ts';
import { weighPattern } from './weigh-pattern.ts';

export type CompiledPattern =
  | { readonly kind: 'pattern'; readonly pattern: Pattern; readonly weight: number }
  | { readonly kind: 'refused'; readonly complaint: Complaint };

/** `g` and `u` change nothing about whether something is found. */
const FLAGS: ReadonlyMap<string, number> = new Map([
  ['i', RE2JS.CASE_INSENSITIVE],
  ['m', RE2JS.MULTILINE],
  ['s', RE2JS.DOTALL],
  ['g', 0],
  ['u', 0],
]);

/**
 * Makes a regular expression that an admin wrote ready, on an engine whose time is linear in the text
 * (https://github.com/google/re2/wiki/WhyRE2): JavaScript’s own can take forever over a few dozen characters. What
 * cannot be linear, back references and looking around, is refused. `maxWeight`: what is left of the filter’s budget.
 */
export function compilePattern(source: string, flags: string, maxWeight: number): CompiledPattern {
  const compiled = compileEngine(source, flags, maxWeight);
  if (compiled.kind === 'refused') return compiled;
  const { engine, weight } = compiled;
  const matches = (text: string) => engine.test(text.slice(0, MATCHED_LENGTH));
  return { kind: 'pattern', pattern: { source, flags, matches }, weight };
}

export type CompiledEngine =
  | { readonly kind: 'engine'; readonly engine: RE2JS; readonly weight: number }
  | { readonly kind: 'refused'; readonly complaint: Complaint };

/** The same, for whoever needs what is found and not only whether. */
export function compileEngine(source: string, flags: string, maxWeight: number): CompiledEngine {
  const strange = flags.split('').find((flag) => !FLAGS.has(flag));
  if (strange !== undefined) return refuse(`The flag ${strange} is not offered: i, m, s, g and u are.`);
  const weight = weighPattern(source);
  if (weight > maxWeight) return refuse('This regular expression is too large. Shorten it, or repeat less.');
  const bits = flags.split('').reduce((all, flag) => all | (FLAGS.get(flag) ?? 0), 0);
  try {
    return { kind: 'engine', engine: RE2JS.compile(RE2JS.translateRegExp(source), bits), weight };
  } catch (err) {
    return refuse(reasonOf(err));
  }
}

const refuse = (message: string): Extract<CompiledEngine, { kind: 'refused' }> => ({
  kind: 'refused',
  complaint: complain('pattern', message),
});

const PREFIX = 'error parsing regexp: ';

function reasonOf(err: unknown): string {
  const message = err instanceof Error ? err.message.replace(PREFIX, '') : 'it cannot be read';
  return `This regular expression is not understood: ${message}. Back references and looking ahead or behind are not offered.`;
}
