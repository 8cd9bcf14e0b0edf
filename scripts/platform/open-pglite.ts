import "./enable-storage.ts";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import { createPgliteConnection, type PgliteConnection } from "@supabase/lite/pglite";

/** PGlite with the extensions that the migrations ask for: in this folder, or without one in memory. */
export function openPglite(folder?: string): Promise<PgliteConnection> {
  return createPgliteConnection({ url: folder, pgliteOptions: { extensions: { pg_trgm } } });
}
