import type { Services } from "../../services.ts";
import { configuredPart } from "../../vendors/vendors.ts";
import { writeBackStore } from "./write-back-store.ts";

/** Nothing is begun later than this after the start, ms. */
const beginWithinMs = 20_000;

/**
 * Writes the bills that came back to whom the calls came from, one task after the other, as far as its rate limit allows (the
 * database counts). Never throws: whatever fails is tried again by a later tick, and holds up nothing else.
 */
export async function tellSource(services: Services): Promise<void> {
  const part = configuredPart(services.vendors, services.config.vendors, "writeBack");
  if (!part) return;
  const untilMs = performance.now() + beginWithinMs;
  try {
    const write = await part.load();
    while (performance.now() < untilMs) {
      const [task] = await writeBackStore.take(services.db, 1);
      if (!task) return;
      const result = await write({ ...task, publicUrl: services.config.publicUrl });
      if (result.kind !== "done") {
        services.log.warn({ call: task.externalId, code: result.code }, result.message);
      }
      await writeBackStore.finish(services.db, task, result);
    }
  } catch (error) {
    services.log.error({ vendor: part.vendor.name, err: error }, "writing back stopped");
  }
}
