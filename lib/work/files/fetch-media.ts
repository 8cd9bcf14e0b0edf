import type { SupabaseClient } from "@supabase/supabase-js";
import type { Services } from "../../services.ts";
import { fetchFile } from "./fetch-file.ts";
import { mediaStore } from "./media-store.ts";
import { bucket } from "./store-file.ts";

/** No file is begun later than this after the start, ms: one may take 80 s, and the function ends at 120 s (vercel.json). */
const beginWithinMs = 35_000;

/** What runs in this process, by its services: a file may have 25 MB, and two at once would share the memory. */
const running = new WeakMap<Services, { again: boolean }>();

/**
 * Fetches what customers sent and WhatsApp still has, one file after the other until none is due. A nudge: what it leaves
 * is fetched by the clock. Never throws.
 */
export async function fetchMedia(services: Services): Promise<void> {
  const other = running.get(services);
  if (other) {
    other.again = true;
    return;
  }
  const own = { again: false };
  running.set(services, own);
  const untilMs = performance.now() + beginWithinMs;
  try {
    do {
      own.again = false;
      while (performance.now() < untilMs) {
        const [task] = await mediaStore.take(services.db, 1);
        if (!task) break;
        const result = await fetchFile(services, task);
        if (result.kind !== "stored") {
          services.log.warn(
            { message: task.message, code: result.code },
            "a customer's file was not fetched",
          );
        }
        const counts = await mediaStore.finish(services.db, task, result);
        if (!counts && result.kind === "stored") await removeUnwanted(services.db, task.message, result.path);
      }
    } while (own.again && performance.now() < untilMs);
  } catch (error) {
    services.log.error({ err: error }, "fetching files stopped");
  } finally {
    running.delete(services);
  }
}

/** Its person was erased while it was on its way: nothing would ever delete it. Another try's file has the same path and stays. */
async function removeUnwanted(db: SupabaseClient, message: number, path: string): Promise<void> {
  const { data, error } = await db.from("whatsapp_media").select("state").eq("message_id", message);
  if (error) throw new Error(error.message);
  const isWanted = data.some(({ state }) => state === "waiting" || state === "stored");
  if (!isWanted) await db.storage.from(bucket).remove([path]);
}
