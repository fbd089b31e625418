import { z } from 'zod';
import type { EntraObjectId } from '../sync/ids.ts';
import type { MailboxAnswer } from '../sync/mailbox-answer.ts';
import type { MailboxQuestion } from '../sync/mailbox-question.ts';
import { type BatchAnswer, getBatch } from './batch.ts';
import { EntraError } from './entra-error.ts';
import type { GraphClient } from './graph-client.ts';
import { BATCH_SIZE, ROOMS_ON_A_PAGE } from './limits.ts';
import { isTrustedLink } from './trust-origin.ts';

/**
 * Asks about mailboxes, and keeps in mind what this directory does not let us ask: made anew for each stretch of work,
 * so that a permission granted since is found.
 */
export type MailboxAsker = {
  /**
   * Answers of those who were answered; of whom nothing can be learnt, nothing is said, and no refusal or failure of
   * Microsoft's is thrown. Only the signal's reason is. Safe to repeat.
   */
  ask(questions: readonly MailboxQuestion[], signal: AbortSignal): Promise<ReadonlyMap<EntraObjectId, MailboxAnswer>>;
};

type Graph = { readonly graph: GraphClient; readonly graphEndpoint: string };

export function createMailboxAsker({ graph, graphEndpoint }: Graph): MailboxAsker {
  let mayAskPurposes = true;
  let wasAnswered = false;
  let mayReadRooms = true;
  let rooms: ReadonlySet<string> | undefined;

  /** True: goes on with the next batch. */
  async function askBatch(
    batch: readonly MailboxQuestion[],
    answers: Map<EntraObjectId, MailboxAnswer>,
    signal: AbortSignal,
  ): Promise<boolean> {
    const urls = batch.map(({ id }) => `/users/${id}/mailboxSettings/userPurpose`);
    const parts = await orRefused(() => getBatch(graph, urls, signal), signal);
    if (parts instanceof EntraError) return false;
    for (const [index, { id }] of batch.entries()) {
      const answer = purposeIn(parts[index]);
      if (answer !== undefined) answers.set(id, answer);
    }
    wasAnswered ||= parts.some(({ kind }) => kind === 'answered');
    // Exchange can close single mailboxes to an app that may read others: https://learn.microsoft.com/en-us/graph/auth-limit-mailbox-access
    const isRefused = parts.some((part) => part.kind === 'refused' && part.code === 'permissionMissing');
    if (isRefused && !wasAnswered) mayAskPurposes = false;
    return mayAskPurposes && !parts.some((part) => part.kind === 'refused' && part.code === 'graphThrottled');
  }

  async function readRooms(signal: AbortSignal): Promise<ReadonlySet<string> | undefined> {
    if (rooms !== undefined || !mayReadRooms) return rooms;
    const read = await orRefused(() => readRoomAddresses({ graph, graphEndpoint }, signal), signal);
    if (read instanceof EntraError) mayReadRooms = false;
    else rooms = read;
    return rooms;
  }

  return {
    async ask(questions, signal) {
      const answers = new Map<EntraObjectId, MailboxAnswer>();
      let goesOn = mayAskPurposes;
      for (let start = 0; goesOn && start < questions.length; start += BATCH_SIZE) {
        goesOn = await askBatch(questions.slice(start, start + BATCH_SIZE), answers, signal);
      }
      const open = questions.filter(({ id }) => !answers.has(id));
      const addresses = open.length === 0 ? undefined : await readRooms(signal);
      if (addresses === undefined) return answers;
      for (const { id, addresses: own } of open) {
        answers.set(id, own.some((address) => addresses.has(address)) ? 'placeRoom' : 'noPlace');
      }
      return answers;
    },
  };
}

/** https://learn.microsoft.com/en-us/graph/api/resources/mailboxsettings; a value that is added later says nothing. */
const Purpose = z.object({ value: z.enum(['user', 'linked', 'shared', 'room', 'equipment', 'others']) });
const ANSWER_OF = {
  user: 'person',
  linked: 'person',
  others: 'person',
  shared: 'sharedMailbox',
  room: 'room',
  equipment: 'equipment',
} as const satisfies Record<z.infer<typeof Purpose>['value'], MailboxAnswer>;

function purposeIn(part: BatchAnswer | undefined): MailboxAnswer | undefined {
  if (part?.kind === 'refused' && part.noMailbox === true) return 'noMailbox';
  const { data } = Purpose.safeParse(part?.kind === 'answered' ? part.body : undefined);
  return data && ANSWER_OF[data.value];
}

const Rooms = z.object({
  value: z.array(z.looseObject({ emailAddress: z.string().nullish().catch(null) })),
  '@odata.nextLink': z.string().nullish(),
});

/** A directory with more rooms has lists that lead in circles. */
const MOST_PAGES = 1_000;

/** https://learn.microsoft.com/en-us/graph/api/place-list: all rooms or none, so that who is no room is known too. */
async function readRoomAddresses({ graph, graphEndpoint }: Graph, signal: AbortSignal): Promise<ReadonlySet<string>> {
  const addresses = new Set<string>();
  let answer = await graph.get(`/places/microsoft.graph.room?$top=${ROOMS_ON_A_PAGE}`, signal);
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { data } = Rooms.safeParse(answer);
    if (data === undefined) throw new EntraError('graphUnavailable');
    for (const { emailAddress } of data.value) if (emailAddress != null) addresses.add(emailAddress.toLowerCase());
    const next = data['@odata.nextLink'];
    if (next == null) return addresses;
    if (!isTrustedLink(next, graphEndpoint)) throw new EntraError('untrustedLink');
    answer = await graph.follow(next, signal);
  }
  throw new EntraError('untrustedLink');
}

async function orRefused<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T | EntraError> {
  try {
    return await work();
  } catch (err) {
    signal.throwIfAborted();
    if (err instanceof EntraError) return err;
    throw err;
  }
}
