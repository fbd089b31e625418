import { afterAll, beforeAll, describe, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../set-up/test-database.ts';
import { GROUPS } from './chosen-groups.ts';
import { QUIET, type NewPerson, type Step, type SyncStep } from './history.ts';
import { openLane, type Lane } from './lane.ts';
import { playHistory } from './play-history.ts';

/** Histories that once showed a fault of Rollcall's, as short as they could be made. */
let lane: Lane;
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  lane = await openLane(database);
}, 120_000);
afterAll(async () => {
  await lane.close();
  await database.drop();
});

const person: NewPerson = { name: 'person', properties: {}, agent: false, blankInDelta: false };
const guest: NewPerson = { ...person, name: 'guest', properties: { userType: 'Guest' } };
const ada = { mail: 'ada@contoso.example' };
const unlicensed: NewPerson = { ...person, properties: { ...ada, assignedLicenses: [] } };
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

  it('a kind that is given while a chosen group is deleted takes nobody out who was in it', () =>
    playHistory(lane, {
      people: [person, { ...person, groups: [0] }],
      settings: { cleanUp: { enabled: true }, filters: { groups: [GROUPS[0].id] } },
      steps: [sync, { do: 'deleteGroup', group: 0 }, { do: 'giveKind', who: 1, kind: 'person' }],
    }));

  it('a shared mailbox stays out where rooms are all that may still be asked about', () =>
    playHistory(lane, {
      people: [person, { ...unlicensed, purpose: 'shared' }],
      settings: {},
      steps: [sync, { do: 'grant', permissions: ['Place.Read.All'] }, { do: 'wait', hours: 400 }, sync],
    }));

  it('who was a room and is none any more stays when rooms may not be asked about', () =>
    playHistory(lane, {
      people: [person, { ...unlicensed, purpose: 'room' }],
      settings: { cleanUp: { enabled: true } },
      steps: [
        { do: 'grant', permissions: ['Place.Read.All'] },
        sync,
        { do: 'convert', who: 1, purpose: 'user' },
        { do: 'wait', hours: 400 },
        sync,
        { do: 'grant', permissions: [] },
        { do: 'wait', hours: 25 },
        sync,
      ],
    }));

  it('a room is found by its mail, whatever addresses people are known by', () =>
    playHistory(lane, {
      people: [person, { ...unlicensed, purpose: 'room' }],
      settings: { sources: ['userPrincipalName'] },
      steps: [{ do: 'grant', permissions: ['Place.Read.All'] }, sync],
    }));

  it('a preview of another e-mail rule leaves what is known of mailboxes as it is', () =>
    playHistory(lane, {
      people: [
        person,
        {
          ...unlicensed,
          purpose: 'room',
          properties: { ...ada, assignedLicenses: [], otherMails: ['other@contoso.example'] },
        },
      ],
      settings: {},
      steps: [
        sync,
        { do: 'preview', change: { sources: ['otherMails'] }, trouble: { shortChunks: false, twice: false } },
        sync,
      ],
    }));
});
