import { Hono } from 'hono';
import { z } from 'zod';
import type { EmulatorContext, HostEnv } from '../context.ts';
import { readBody } from './read-body.ts';

/** A hundred years: beyond that, dates of certificates and tokens make no sense. */
const MOST_MS = 100 * 365 * 86_400_000;

const advanceSchema = z.strictObject({ advanceMs: z.number().int().min(0).max(MOST_MS) });

/** The emulator's own time: tokens and links grow old by it, leavers are gone for good after 30 days of it. */
export function clockRoutes({ clock }: EmulatorContext, onChange: () => void): Hono<HostEnv> {
  const app = new Hono<HostEnv>();
  const shown = () => ({ now: new Date(clock.now()).toISOString(), offsetMs: clock.offsetMs });

  app.get('/clock', (c) => c.json(shown()));

  app.post('/clock', async (c) => {
    const { advanceMs } = await readBody(c, advanceSchema);
    clock.advance(advanceMs);
    onChange();
    return c.json(shown());
  });

  app.delete('/clock', (c) => {
    clock.reset();
    onChange();
    return c.json(shown());
  });

  return app;
}
