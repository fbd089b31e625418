/** Beside Rollcall's own, so that both shapes can be measured in turn. */
export const EMPTY_QUEUE = 'empty-sync';
