import "./enable-storage.ts";
import { PGlite } from "@electric-sql/pglite";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import { createPgliteConnection, type PgliteConnection } from "@supabase/lite/pglite";

/**
 * What Postgres keeps of its pages. Its own 128 MB are held twice by one who has the files in memory or in the system's cache, and a
 * WebAssembly memory never shrinks.
 */
const sharedBuffers = "8MB";

/** PGlite with the extensions that the migrations ask for: in this folder, or without one in memory. */
export function openPglite(folder?: string): Promise<PgliteConnection> {
  return createPgliteConnection({
    url: folder,
    pgliteOptions: {
      extensions: { pg_trgm },
      startParams: [...PGlite.defaultStartParams, "-c", `shared_buffers=${sharedBuffers}`],
    },
  });
}
