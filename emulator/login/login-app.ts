import { Hono } from 'hono';
import type { EmulatorContext, HostEnv } from '../context.ts';
import { meetFaults } from '../meet-faults.ts';
import { createBrowserApp } from './browser-app.ts';
import { discoveryRoutes } from './discovery-routes.ts';
import { tokenRoutes } from './token-routes.ts';

/** The sign-in host, login.microsoftonline.com of the emulator. */
export function createLoginApp(context: EmulatorContext): Hono<HostEnv> {
  const app = new Hono<HostEnv>();
  // First, since it meets its faults itself: it is served elsewhere too.
  app.route('/', createBrowserApp(context));
  app.use(meetFaults(context, 'login'));
  app.route('/', tokenRoutes(context));
  app.route('/', discoveryRoutes(context));
  return app;
}
