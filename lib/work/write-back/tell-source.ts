import type { BillNews, WriteResult } from "../../vendors/vendor.ts";
import { configuredPart } from "../../vendors/vendors.ts";
import type { TaskResult, TaskWork } from "../tasks/task.ts";

export type WriteBackFacts = Omit<BillNews, "publicUrl">;

/** A refused key is mended by a person. */
const hourMs = 3_600_000;

/** Writes that a bill came back to whom the calls came from. */
export const writeBackTask: TaskWork<WriteBackFacts> = {
  async run({ vendors, config }, facts) {
    const part = configuredPart(vendors, config.vendors, "writeBack")!;
    const write = await part.load();
    return resultOf(await write({ ...facts, publicUrl: config.publicUrl }));
  },
};

function resultOf(result: WriteResult): TaskResult {
  if (result.kind === "done") return { kind: "done", payload: { contactId: result.contactId } };
  if (result.kind === "failed") return result;
  if (result.code === "unauthorized") return { ...result, everyMs: hourMs };
  return { ...result, holdsAll: result.code === "rate_limited" };
}
