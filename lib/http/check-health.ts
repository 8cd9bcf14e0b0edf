import { callRpc } from "../db/call-rpc.ts";
import { expectedMigration } from "../db/expected-migration.ts";
import type { Services } from "../services.ts";

export interface Health {
  ok: boolean;
  database: "ok" | "unreachable";
  /** `ok`, or what was found instead of what this code expects. */
  migrations: "ok" | "unknown" | { found: string | null; expected: string };
}

/** Whether this deployment can serve: the database answers, and its schema is the one this code was written for. */
export async function checkHealth(services: Services): Promise<Health> {
  try {
    const found = await callRpc<string | null>(services.db, "migration_version", {});
    const current = found === expectedMigration;
    return {
      ok: current,
      database: "ok",
      migrations: current ? "ok" : { found, expected: expectedMigration },
    };
  } catch (error) {
    services.log.warn({ err: error }, "health check failed");
    return { ok: false, database: "unreachable", migrations: "unknown" };
  }
}
