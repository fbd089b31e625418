import { type Fault, type FaultAnswer, type FaultInput, type FaultKind, faultSchema } from './fault.schema.ts';

/** What of a request decides whether a fault meets it. */
export type Meeting = {
  readonly host: 'login' | 'graph';
  readonly entraTenantId: string | null;
  readonly method: string;
  readonly path: string;
  /** What a link to a following page carries. */
  readonly pageToken: string | null;
  /** What a link to the next round of changes carries. */
  readonly hasDeltaToken: boolean;
};

const fitsPath = (pattern: string, path: string): boolean =>
  new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`, 'i').test(path);

type Concern = (meeting: Meeting, isPageAgain: boolean) => boolean;

/** Clients look into the metadata first, and people at a page: such a fault waits for who asks for a token or for consent. */
const asksForToken: Concern = ({ host, method }) => host === 'login' && method === 'POST';
const redeems: Concern = ({ host, method, path }) =>
  host === 'login' && method === 'POST' && path.endsWith('/oauth2/v2.0/token');
const listsPeople: Concern = ({ host, method, path }) =>
  host === 'graph' && method === 'GET' && /^\/v1\.0\/users(\/delta)?$/i.test(path);
/** People of the directory, or of a group. */
const lists: Concern = (meeting, isPageAgain) =>
  listsPeople(meeting, isPageAgain) || /^\/v1\.0\/groups\/[^/]+\/transitiveMembers\//i.test(meeting.path);
const showsPeople: Concern = ({ host, path }) =>
  host === 'graph' && /^\/v1\.0\/(users(?!\/\$count)|directoryObjects\/getByIds$)/i.test(path);

/** A fault that changes what an answer says waits for a request whose answer could say it. */
const CONCERNS: Partial<Record<FaultKind, Concern>> = {
  signIn: asksForToken,
  idToken: redeems,
  noRoles: asksForToken,
  shortToken: asksForToken,
  identityNotFound: ({ host }) => host === 'graph',
  expiredPageToken: ({ pageToken }) => pageToken !== null,
  retriedToken: (_, isPageAgain) => isPageAgain,
  shift: lists,
  emptyListing: lists,
  emptyPage: listsPeople,
  foreignNextLink: lists,
  sameNextLink: listsPeople,
  idAndNulls: showsPeople,
  withoutId: lists,
  changesLinks: ({ path }) => /^\/v1\.0\/users\/delta$/i.test(path),
  otherOrganization: ({ path }) => /^\/v1\.0\/organization/i.test(path),
  expiredDelta: ({ path, pageToken, hasDeltaToken }) =>
    /^\/v1\.0\/users\/delta$/i.test(path) && (hasDeltaToken || pageToken !== null),
};

function fits(fault: Fault, meeting: Meeting, isPageAgain: boolean): boolean {
  return (
    (CONCERNS[fault.answer.kind]?.(meeting, isPageAgain) ?? true) &&
    (fault.host ?? meeting.host) === meeting.host &&
    (fault.entraTenantId ?? meeting.entraTenantId) === meeting.entraTenantId &&
    (fault.method ?? meeting.method) === meeting.method &&
    (fault.page === undefined || (fault.page === 'following') === (meeting.pageToken !== null)) &&
    (fault.path === undefined || fitsPath(fault.path, meeting.path))
  );
}

/** Page tokens that are remembered, to know a page that is fetched again. */
const MOST_TOKENS = 10_000;

/** Faults that wait for requests, in the order they were set. */
export class Faults {
  #faults: Fault[] = [];
  #lastId = 0;
  readonly #seenTokens = new Set<string>();

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
    const isPageAgain = meeting.pageToken !== null && !this.#isNew(meeting.pageToken);
    for (const fault of this.#faults) {
      if (answers.has(fault.answer.kind) || !fits(fault, meeting, isPageAgain)) continue;
      fault.met++;
      if (fault.met <= fault.skip) continue;
      answers.set(fault.answer.kind, fault.answer);
    }
    this.#faults = this.#faults.filter((fault) => fault.times === null || fault.met < fault.skip + fault.times);
    return new MetFaults(answers);
  }

  #isNew(token: string): boolean {
    if (this.#seenTokens.has(token)) return false;
    const [eldest] = this.#seenTokens;
    if (this.#seenTokens.size >= MOST_TOKENS && eldest !== undefined) this.#seenTokens.delete(eldest);
    this.#seenTokens.add(token);
    return true;
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
