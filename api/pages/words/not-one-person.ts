/** Said where a text was to name one person of the directory, and does not. */
export const NOT_ONE_PERSON = {
  several: 'Several people have this name: write the address of the one you mean.',
  none: 'Nobody in Entra has this address, name or object id.',
} as const;
