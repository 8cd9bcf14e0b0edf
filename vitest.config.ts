import { defineConfig } from "vitest/config";

// Supabase Lite prints each error that Postgres answers, with its stack; tests provoke them on purpose.
const refusedByPostgres = /^(PostgresError|error): [\s\S]*routine:/;

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["**/node_modules/**"],
    globalSetup: ["test/support/global-setup.ts"],
    pool: "forks",
    // Two cores, one of which Postgres needs too.
    maxWorkers: 3,
    // A worker keeps its modules and its empty databases from file to file.
    isolate: false,
    // Of Supabase Lite: at its usual cost, hashing the passwords of staff is half of what a worker computes.
    env: { LITE_AUTH_BCRYPT_COST: "4" },
    // What takes two seconds on a quiet machine may take thirty on one that others use.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Its own second is too short for the same reason.
    expect: { poll: { timeout: 30_000 } },
    onConsoleLog: (log) => (refusedByPostgres.test(log) ? false : undefined),
  },
});
