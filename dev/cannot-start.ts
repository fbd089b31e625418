/** Something could not be started, for a reason that people can do something about: its message is all they need. */
export class CannotStart extends Error {
  override readonly name: string = 'CannotStart';
}
