import type { Complaint } from '../filter/refusal.ts';
import type { Apply, PartType } from './field-expr.ts';

export type Parameter = {
  readonly name: string;
  readonly type: PartType;
  readonly optional?: true;
  /** Only a text or number that is written there, so that it can be checked on save. */
  readonly literal?: true;
};

/** A function of Microsoft's expressions: what it takes and gives, and what is documented of it. */
export type FieldFunction = {
  readonly parameters: readonly Parameter[];
  /** So many of the last parameters may be given again and again. */
  readonly repeats?: number;
  readonly gives: PartType;
  /** What it does, as a sentence. */
  readonly says: string;
  /** The page that documents it. */
  readonly source: string;
  /** Documented examples; `given` holds properties of a person, `result` null stands for no value. */
  readonly examples: readonly {
    readonly expression: string;
    readonly given?: Readonly<Record<string, string | readonly string[] | null>>;
    readonly result: string | null;
  }[];
  /** Looks at what is written there, once, on save; can give a way to work it out of its own. */
  readonly prepare?: Prepare;
  readonly apply?: Apply;
};

/** `literals`: what is written for each parameter, null where it is left out, undefined where it is worked out. */
export type Prepare = (literals: readonly (string | number | null | undefined)[], maxPatternWeight: number) => Prepared;

export type Prepared =
  | { readonly kind: 'ready'; readonly apply?: Apply; readonly weight?: number }
  | { readonly kind: 'refused'; readonly at: number; readonly complaint: Complaint };
