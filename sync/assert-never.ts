/** Ends an exhaustive switch: a new member of a closed union does not compile until it is decided here. */
export function assertNever(value: never): never {
  throw new Error(`A case is missing for ${JSON.stringify(value)}.`);
}
