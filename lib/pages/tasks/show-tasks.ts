import type { Context } from "hono";
import { Problem } from "../../base/problem.ts";
import { callRpc } from "../../db/call-rpc.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { staffMember } from "../../web/staff-member.ts";
import { runTasks } from "../../work/tasks/run-tasks.ts";
import { leaveWithNotice, takeNotice } from "../shell/notice.ts";
import { openPage } from "../shell/open-page.ts";
import { readTasks, type TaskFilter, taskStates } from "./read-tasks.ts";
import { tasksPage, tasksPath } from "./tasks-page.ts";

/** What is left to do later, for every member. */
export async function showTasks(c: Context<AppEnv>): Promise<Response> {
  const state = filterOf(c);
  const before = beforeOf(c);
  const opened = await openPage(c, tasksPath(state, before));
  if (opened instanceof Response) return opened;
  const { client, language, shell } = opened;
  const page = await readTasks(client, state, before);
  return c.html(tasksPage({ language, shell, page, state, before, notice: takeNotice(c) }));
}

/** "Try again" and "Seen" on one that was given up, for managers. */
export async function settleTask(c: Context<AppEnv>): Promise<Response> {
  const { client } = await staffMember(c, "manager");
  const { decision } = await c.req.parseBody();
  if (decision !== "again" && decision !== "seen") {
    throw new Problem("bad_request", "The decision is one of: again, seen.");
  }
  const answer = await callRpc(client, "settle_failed_task", { task: Number(c.req.param("id")), decision });
  const services = c.get("services");
  if (answer === "again") services.background(() => runTasks(services));
  return leaveWithNotice(c, `task_${answer}`, tasksPath(filterOf(c), null));
}

/** Never refuses: a mistyped address shows more than was meant, not an error. */
function filterOf(c: Context): TaskFilter {
  return taskStates.find((state) => state === c.req.query("state")) ?? "all";
}

function beforeOf(c: Context): number | null {
  const before = c.req.query("before") ?? "";
  return /^[1-9]\d{0,14}$/.test(before) ? Number(before) : null;
}
