import { afterAll, beforeAll, describe, it } from 'vitest';
import { QUIET, type NewPerson, type Step, type SyncStep } from './history.ts';
import { openLane, type Lane } from './lane.ts';
import { playHistory } from './play-history.ts';

/** Histories that once showed a fault of Rollcall's, as short as they could be made. */
let lane: Lane;
beforeAll(async () => {
  lane = await openLane();
}, 120_000);
afterAll(() => lane.close());

const person: NewPerson = { name: 'person', properties: {}, agent: false, blankInDelta: false };
const guest: NewPerson = { ...person, name: 'guest', properties: { userType: 'Guest' } };
const ada = { mail: 'ada@contoso.example' };
const sync: SyncStep = { do: 'sync', how: 'schedule', trouble: QUIET };
const leave = (...people: readonly number[]): Step[] => people.map((who) => ({ do: 'leave', who }));

describe('found by the model', () => {
  it('an approved list of all employees is proven, where everybody else who is there is none', () =>
    playHistory(lane, {
      people: [guest, person],
      settings: { cleanUp: { enabled: true, maxRemovals: 0 } },
      steps: [sync, ...leave(1), sync, { do: 'approve', forget: false }],
    }));

  it('a person whom the changes call removed and show as well is counted once', () =>
    playHistory(lane, {
      people: [person, person],
      settings: { cleanUp: { enabled: true } },
      steps: [sync, ...leave(1), { do: 'restore', who: 0 }, { do: 'behave', behaviour: { deltaReplays: true } }, sync],
    }));

  it('settings that were saved and taken back after a run had gone by them leave nothing behind', () =>
    playHistory(lane, {
      people: [person, { ...person, properties: { otherMails: ['other@contoso.example'] } }],
      settings: {},
      steps: [
        sync,
        { do: 'save', change: { sources: ['otherMails', 'mail'] } },
        { ...sync, trouble: { ...QUIET, abandonedAfter: 2 } },
        { do: 'saveBack' },
        sync,
      ],
    }));

  it('a manager who was taken away is told also where everything that was ever told comes again', () =>
    playHistory(lane, {
      people: [person, person],
      settings: { fields: 4 },
      steps: [
        { do: 'manage', who: 0, by: 1 },
        { do: 'behave', behaviour: { deltaReplays: true } },
        sync,
        { do: 'manage', who: 0, by: null },
        sync,
      ],
    }));

  it('who leaves by a kind given by hand makes nobody else hold their address any later', () =>
    playHistory(lane, {
      // The object id of whoever comes later is the lower one.
      people: [person, { ...person, name: 'guest#EXT#', properties: ada }, person],
      settings: {},
      steps: [
        sync,
        { do: 'giveKind', who: 2, kind: 'room' },
        { do: 'join', person: { ...person, properties: ada } },
        sync,
      ],
    }));

  it('who matches again by a kind given by hand has what Entra said of them meanwhile', () =>
    playHistory(lane, {
      people: [person, person],
      settings: {},
      steps: [
        sync,
        { do: 'keep', who: 1, wish: 'pin' },
        { do: 'change', who: 1, properties: { userType: 'Guest', displayName: 'Cy' } },
        sync,
        { do: 'giveKind', who: 1, kind: 'person' },
        sync,
      ],
    }));

  it('a kind is refused, and nothing breaks, while Microsoft does not understand us', () =>
    playHistory(lane, {
      people: [person, person],
      settings: { cleanUp: { enabled: true } },
      steps: [
        {
          do: 'fault',
          fault: { host: 'graph', path: '/v1.0/*', skip: 0, times: 7, answer: { kind: 'status', status: 404 } },
        },
        sync,
        { do: 'giveKind', who: 1, kind: 'person' },
        sync,
      ],
    }));
});
