/** Every kind of answer that is no success: its status and the one line that is the same each time (RFC 9457, `title`). */
export const PROBLEMS = {
  malformed: { status: 400, title: 'The request is not understood' },
  keyMissing: { status: 401, title: 'A key is needed' },
  keyUnknown: { status: 401, title: 'This key opens nothing' },
  formRefused: { status: 403, title: 'The form was refused' },
  operatorOnly: { status: 403, title: 'Only an operator’s key may do this' },
  notFound: { status: 404, title: 'Not found' },
  methodNotAllowed: { status: 405, title: 'This address does not offer that method' },
  directoryTaken: { status: 409, title: 'This directory is onboarded already' },
  notLinked: { status: 409, title: 'The tenant is not linked to a directory' },
  notActivated: { status: 409, title: 'The tenant’s settings were never saved' },
  paused: { status: 409, title: 'The tenant is paused' },
  offboarding: { status: 409, title: 'The tenant is being off-boarded' },
  notRetryable: { status: 409, title: 'This run cannot be retried' },
  notHeld: { status: 409, title: 'This run does not wait for a decision' },
  decidedOtherwise: { status: 409, title: 'This run was decided otherwise' },
  erased: { status: 409, title: 'The employee is erased' },
  anotherRunWaits: { status: 409, title: 'Another run waits for the decision' },
  stale: { status: 412, title: 'Somebody saved in the meantime' },
  tooLarge: { status: 413, title: 'The body is too large' },
  notJson: { status: 415, title: 'The body is not JSON' },
  notAcceptable: { status: 422, title: 'Understood, but not acceptable' },
  connectivityFailed: { status: 422, title: 'The directory cannot be synced yet' },
  groupsNotReadable: { status: 422, title: 'Groups of the directory may not be read' },
  ifMatchMissing: { status: 428, title: 'If-Match is missing' },
  unknown: { status: 500, title: 'Something went wrong in Rollcall' },
  databaseUnavailable: { status: 503, title: 'The database is away' },
  directoryAway: { status: 503, title: 'Microsoft does not answer at the moment' },
  notReady: { status: 503, title: 'Rollcall is not ready' },
} as const;

export type ProblemCode = keyof typeof PROBLEMS;
export type ProblemStatus = (typeof PROBLEMS)[ProblemCode]['status'];
