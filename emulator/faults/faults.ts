import { type Fault, type FaultAnswer, type FaultInput, type FaultKind, faultSchema } from './fault.schema.ts';

/** What of a request decides whether a fault meets it. */
export type Meeting = {
  readonly host: 'login' | 'graph';
  readonly entraTenantId: string | null;
  readonly method: string;
  readonly path: string;
  readonly hasPageToken: boolean;
};

const fitsPath = (pattern: string, path: string): boolean =>
  new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`, 'i').test(path);

const SIGN_IN: readonly FaultKind[] = ['signIn', 'noRoles', 'shortToken'];

/** Faults of sign-in wait for who asks for a token or for consent: clients look into the metadata first. */
const concerns = ({ answer }: Fault, { host, method, path }: Meeting): boolean =>
  !SIGN_IN.includes(answer.kind) || (host === 'login' && (method === 'POST' || path.endsWith('/adminconsent')));

function fits(fault: Fault, meeting: Meeting): boolean {
  return (
    concerns(fault, meeting) &&
    (fault.host ?? meeting.host) === meeting.host &&
    (fault.entraTenantId ?? meeting.entraTenantId) === meeting.entraTenantId &&
    (fault.method ?? meeting.method) === meeting.method &&
    (fault.page === undefined || (fault.page === 'following') === meeting.hasPageToken) &&
    (fault.path === undefined || fitsPath(fault.path, meeting.path))
  );
}

/** Faults that wait for requests, in the order they were set. */
export class Faults {
  #faults: Fault[] = [];
  #lastId = 0;

  add(input: FaultInput): Fault {
    const fault = { ...faultSchema.parse(input), id: ++this.#lastId, met: 0 };
    this.#faults.push(fault);
    return fault;
  }

  /** Clears one, or all; true when there was something to clear. */
  clear(id?: number): boolean {
    const before = this.#faults.length;
    this.#faults = id === undefined ? [] : this.#faults.filter((fault) => fault.id !== id);
    return this.#faults.length < before;
  }

  list(): readonly Fault[] {
    return this.#faults;
  }

  /** The answers that meet this request, counting it. Each kind at most once. */
  meet(meeting: Meeting): MetFaults {
    const answers = new Map<FaultKind, FaultAnswer>();
    for (const fault of this.#faults) {
      if (answers.has(fault.answer.kind) || !fits(fault, meeting)) continue;
      fault.met++;
      if (fault.met <= fault.skip) continue;
      answers.set(fault.answer.kind, fault.answer);
    }
    this.#faults = this.#faults.filter((fault) => fault.times === null || fault.met < fault.skip + fault.times);
    return new MetFaults(answers);
  }
}

/** The faults that one request met. */
export class MetFaults {
  readonly #answers: ReadonlyMap<FaultKind, FaultAnswer>;

  constructor(answers: ReadonlyMap<FaultKind, FaultAnswer> = new Map()) {
    this.#answers = answers;
  }

  get kinds(): readonly FaultKind[] {
    return [...this.#answers.keys()];
  }

  get<Kind extends FaultKind>(kind: Kind): Extract<FaultAnswer, { kind: Kind }> | undefined {
    // The map's key is the kind of its value.
    return this.#answers.get(kind) as Extract<FaultAnswer, { kind: Kind }> | undefined;
  }
}
