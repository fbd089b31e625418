import { classifyAnswer } from './classify-answer.ts';
import { callOf, type GraphStep } from './graph-call.ts';
import type { TokenSource } from './token-source.ts';

/**
 * Attaches the bearer token. A token that Graph calls invalid is replaced once: it may have ended on its way, or the
 * directory's keys have changed. After any other refusal the token is forgotten too, since one that was issued before
 * a permission was granted stays without it for an hour.
 */
export const authenticate =
  (tokens: TokenSource): GraphStep =>
  async (context, rest) => {
    const call = callOf(context);
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      const token = await tokens.token(call.signal);
      const headers = new Headers(context.options?.headers);
      headers.set('Authorization', `Bearer ${token}`);
      context.options = { ...context.options, headers };
      await rest();
      const { answer } = call;
      if (answer?.status !== 401 && answer?.status !== 403) return;
      tokens.forget(token);
      if (classifyAnswer(answer).code !== 'signInRefused') return;
    }
  };
