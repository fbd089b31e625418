/** Counts answers by what was asked and how it was answered; routes by their pattern, so that the series stay few. */
export type RequestCounter = {
  readonly count: (answered: Answered) => void;
  readonly all: () => readonly (Answered & { readonly requests: number })[];
};

type Answered = { readonly method: string; readonly route: string; readonly status: number };

/** Methods that HTTP has; anybody can send any other word. */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'];

export function createRequestCounter(): RequestCounter {
  const counted = new Map<string, Answered & { requests: number }>();
  return {
    count({ method, route, status }) {
      const answered = { method: METHODS.includes(method) ? method : 'other', route, status };
      const key = JSON.stringify(answered);
      const entry = counted.get(key) ?? { ...answered, requests: 0 };
      entry.requests++;
      counted.set(key, entry);
    },
    all: () => [...counted.values()],
  };
}
