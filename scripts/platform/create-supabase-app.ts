import { App } from "@supabase/lite";
import type { PlatformKeys } from "./platform-keys.ts";
import type { PlatformConnection } from "./sql-session.ts";

/** What Aftercall uses of Supabase Lite: a fetch handler, and the system schema. */
export interface SupabaseApp {
  fetch(request: Request): Promise<Response>;
  ensureSystemSchema(): Promise<void>;
}

/** The Data API and Auth over a connection. Keys are required on every request; nobody can sign up. */
export function createSupabaseApp(
  connection: PlatformConnection,
  keys: PlatformKeys,
  { openSignup = false } = {},
): SupabaseApp {
  withoutBlanketGrants(connection);
  const config = {
    connection,
    api: { schemas: ["public"] },
    auth: {
      enabled: true,
      publishable_key: keys.publishableKey,
      secret_key: keys.secretKey,
      jwt_secret: keys.jwtSecret,
      enable_signup: openSignup,
      email: { enable_signup: true, enable_confirmations: false },
    },
  };
  const app = new App(config as never) as unknown as SupabaseApp;
  return { fetch: async (request) => app.fetch(request), ensureSystemSchema: () => app.ensureSystemSchema() };
}

/**
 * On a connection's first request Lite 0.10.0 runs `grant all on all tables` of every schema that has row-level
 * security to anon, authenticated and service_role (ensureRlsContext), which hosted Supabase does not: a missing
 * grant would never be noticed, and an unwanted one always be there. The state it keeps is set before it looks.
 */
function withoutBlanketGrants(connection: PlatformConnection): void {
  (connection as unknown as { rlsState: string }).rlsState = "active";
}

/** A `fetch` for supabase-js that reaches the app without a port. */
export function fetchThrough(app: Pick<SupabaseApp, "fetch">): typeof fetch {
  return (input, init) => app.fetch(new Request(input, init));
}
