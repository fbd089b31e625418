/**
 * Microsoft's numbers, in one place since they change: page size with signInActivity, the rate over all services and
 * the statuses of a batch have done so already.
 */

/** https://learn.microsoft.com/en-us/graph/api/user-list: the most that a page of people holds. */
export const PAGE_SIZE = 999;

/** https://learn.microsoft.com/en-us/graph/api/place-list: rooms that one page holds at most. */
export const ROOMS_ON_A_PAGE = 1_000;

/** https://learn.microsoft.com/en-us/graph/json-batching: at most so many requests in one. */
export const BATCH_SIZE = 20;

/**
 * From this length on a refused listing is taken for one that asks for too much. Graph documents no limit; people met
 * it somewhere above 500 characters (https://github.com/cartography-cncf/cartography, intel/microsoft/entra/users.py).
 */
export const LONG_SELECT = 500;

/**
 * Resource units that one app has over all directories, and the time in which they come back:
 * https://learn.microsoft.com/en-us/graph/throttling-limits#identity-and-access-service-limits
 */
export const APPLICATION_UNITS = 150_000;
export const APPLICATION_WINDOW_MS = 20_000;

/** In this time the units of an app in one directory come back, however many those are (the same page). */
export const DIRECTORY_WINDOW_MS = 10_000;

/** From this share of a limit on, answers tell how much of it is used; at 1 throttling begins (the same page). */
export const TOLD_FROM = 0.8;

/** What an answer that names no units has cost: the least there is. */
export const LEAST_UNITS = 1;
