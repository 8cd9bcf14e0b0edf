import { callRpc } from "../../db/call-rpc.ts";
import type { TaskResult, TaskWork } from "../tasks/task.ts";

/** WhatsApp lets an account have 6,000 (docs, templates): 50 a page. */
const mostPages = 130;
const withinMs = 60_000;
const everyMs = 60 * 60_000;

/** What the vendor has of a channel's texts, page by page; each is kept by itself. */
export const listTask: TaskWork<{ channel: string; began: string }> = {
  async run({ channels, db }, { channel, began }): Promise<TaskResult> {
    const desk = await channels.templatesOf(channel);
    if ("problem" in desk) {
      return { kind: "retry", code: "not_configured", message: desk.problem, everyMs };
    }
    const untilMs = performance.now() + withinMs;
    let cursor: string | null = null;
    for (let page = 0; page < mostPages && performance.now() < untilMs; page += 1) {
      const list = await desk.list(cursor);
      if (list.kind === "failed") {
        return { kind: "retry", code: list.code, message: list.message, everyMs: list.waitMs ?? everyMs };
      }
      const is_last = list.next === null;
      await callRpc(db, "record_templates", { channel, templates: list.templates, began, is_last });
      if (is_last) return { kind: "done" };
      cursor = list.next;
    }
    return {
      kind: "retry",
      code: "too_many",
      message: "The vendor's list did not end in a minute.",
      everyMs,
    };
  },
};
