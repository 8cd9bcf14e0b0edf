import "./enable-storage.ts";
import { App } from "@supabase/lite";
import { answerAuthAdmin, type SignUp } from "./auth-admin.ts";
import { type FileStore, memoryFileStore } from "./file-store.ts";
import type { PlatformKeys } from "./platform-keys.ts";
import type { PlatformConnection } from "./sql-session.ts";
import { storageAdapter } from "./storage-adapter.ts";

/** What Aftercall uses of Supabase Lite: a fetch handler, and the system schema. */
export interface SupabaseApp {
  fetch(request: Request): Promise<Response>;
  ensureSystemSchema(): Promise<void>;
}

/** The Data API, Auth and Storage over a connection. Keys are required on every request; nobody can sign up. */
export function createSupabaseApp(
  connection: PlatformConnection,
  keys: PlatformKeys,
  { files = memoryFileStore() }: { files?: FileStore } = {},
): SupabaseApp {
  withoutBlanketGrants(connection);
  const app = createLite(connection, keys, { openSignup: false });
  app._storageAdapter = storageAdapter(files);
  const admin = { connection, secretKey: keys.secretKey, signUp: signUpThrough(connection, keys) };
  return {
    fetch: async (request) => (await answerAuthAdmin(request, admin)) ?? app.fetch(request),
    async ensureSystemSchema() {
      await initQuietly(app);
      await app.ensureSystemSchema();
    },
  };
}

function createLite(
  connection: PlatformConnection,
  keys: PlatformKeys,
  { openSignup }: { openSignup: boolean },
): LiteApp {
  const config = {
    connection,
    api: { schemas: ["public"] },
    storage: { enabled: true, file_size_limit: "50MiB" },
    auth: {
      enabled: true,
      publishable_key: keys.publishableKey,
      secret_key: keys.secretKey,
      jwt_secret: keys.jwtSecret,
      enable_signup: openSignup,
      email: { enable_signup: true, enable_confirmations: false },
    },
  };
  return new App(config as never) as unknown as LiteApp;
}

/** By a second app over the same connection, whose sign-up is open and which nobody else can reach: it hashes, and writes the identity. */
function signUpThrough(connection: PlatformConnection, keys: PlatformKeys): SignUp {
  let open: LiteApp | null = null;
  return async (account) => {
    open ??= createLite(connection, keys, { openSignup: true });
    const response = await open.fetch(
      new Request("http://supabase.local/auth/v1/signup", {
        method: "POST",
        headers: { apikey: keys.publishableKey, "content-type": "application/json" },
        body: JSON.stringify(account),
      }),
    );
    return response.ok ? null : response;
  };
}

type LiteApp = SupabaseApp & { _storageAdapter: unknown; init(): Promise<unknown> };

/** Lite says once a process that its Storage is experimental, which is no news for who starts `npm run dev`. */
async function initQuietly(app: LiteApp): Promise<void> {
  const { warn } = console;
  console.warn = () => {};
  try {
    await app.init();
  } finally {
    console.warn = warn;
  }
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
