import { callRpc } from "../db/call-rpc.ts";
import { expectedMigration } from "../db/expected-migration.ts";
import type { Services } from "../services.ts";

export interface Health {
  ok: boolean;
  database: "ok" | "unreachable";
  /** `ok`, or what was found instead of what this code expects. */
  migrations: "ok" | "unknown" | { found: string | null; expected: string };
  /** When the clock last ticked, and how long ago that is by the database's time; null before its first tick. */
  clock: { lastTickAt: string | null; ageSeconds: number | null; standsStill: boolean } | null;
}

/** Ticks come each minute; some may be missed. */
const stillAfterSeconds = 600;

/**
 * Whether this deployment can serve: the database answers, its schema is the one this code was written for, and the clock,
 * once it has begun, has not stood still for ten minutes.
 */
export async function checkHealth(services: Services): Promise<Health> {
  try {
    const found = await (callRpc(services.db, "migration_version", {}) as Promise<string | null>);
    const current = found === expectedMigration;
    // An older schema may not have the function.
    const clock = current ? await readClock(services) : null;
    return {
      ok: current && !clock?.standsStill,
      database: "ok",
      migrations: current ? "ok" : { found, expected: expectedMigration },
      clock,
    };
  } catch (error) {
    services.log.warn({ err: error }, "health check failed");
    return { ok: false, database: "unreachable", migrations: "unknown", clock: null };
  }
}

async function readClock({ db }: Services): Promise<Health["clock"]> {
  const state = await (callRpc(db, "clock_state", {}) as Promise<{
    lastTickAt: string | null;
    ageSeconds: number | null;
  }>);
  return { ...state, standsStill: (state.ageSeconds ?? 0) > stillAfterSeconds };
}
