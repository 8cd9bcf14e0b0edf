import type { SupabaseClient } from "@supabase/supabase-js";
import type { Context } from "hono";
import { Problem } from "../../base/problem.ts";
import { callRpc } from "../../db/call-rpc.ts";
import { callTable } from "../../db/call-table.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { staffSession } from "../../web/staff-session.ts";
import { backOf, leaveWithNotice, leaveWithUndo } from "../shell/notice.ts";
import type { Undo } from "../shell/toast-view.ts";

/** "Did it arrive?" answered. */
export async function resolveMessage(c: Context<AppEnv>): Promise<Response> {
  const { client } = await staffSession(c);
  const decision = await readDecision(c, ["sent", "resend"]);
  const status = await callRpc(client, "resolve_uncertain", { message: idOf(c), decision });
  const expected = decision === "sent" ? "sent" : "queued";
  return leaveWithNotice(c, status === expected ? status : "settled");
}

/** "Don't send" and "send anyway": the answer is what the call's decision is now, or why it cannot be changed. */
export async function overrideCall(c: Context<AppEnv>): Promise<Response> {
  const { client } = await staffSession(c);
  const decision = await readDecision(c, ["send", "dont_send"]);
  const { lifts = [], any_hour } = await c.req.parseBody({ all: true });
  const answer = await callRpc(client, "override_call", {
    call: idOf(c),
    decision,
    lifts: [lifts].flat().filter((code) => typeof code === "string"),
    any_hour: any_hour === "on",
  });
  // More stands in the way than the list said: the call's own page names all of it.
  const isOnCall = answer === "not_confirmed" || c.req.query("from") === "call";
  if (answer === "staff_refused" && !isOnCall) {
    return leaveWithUndo(
      c,
      answer,
      backOf(c),
      undoOf(c, `/monitor/calls/${idOf(c)}/override`, { decision: "send", lifts: answer }),
    );
  }
  return leaveWithNotice(c, answer, isOnCall ? `/monitor/calls/${idOf(c)}` : undefined);
}

/** Takes a failed message or an incident off the list. */
export async function acknowledge(c: Context<AppEnv>): Promise<Response> {
  const { client } = await staffSession(c);
  const kinds = { incidents: "incident", attention: "attention", messages: "message" };
  const kind = kinds[c.req.param("kind") as keyof typeof kinds] ?? "message";
  const done = await callRpc(client, "acknowledge", { kind, item: idOf(c) });
  return leaveWithNotice(c, done ? "seen" : "settled", cameFrom(c));
}

/** "Write no more" or "not a no" to what looks like a refusal; `undo` opens it again. */
export async function settleRefusal(c: Context<AppEnv>): Promise<Response> {
  const { client } = await staffSession(c);
  const decision = await readDecision(c, ["stop", "continue", "undo"]);
  const answer = await callRpc(client, "settle_refusal", { item: idOf(c), decision });
  const path = cameFrom(c) ?? backOf(c);
  if (answer !== "stop" && answer !== "continue")
    return leaveWithNotice(c, answer === "settled" ? answer : `refusal_${answer}`, path);
  const undo = undoOf(c, `/monitor/attention/${idOf(c)}/refusal`, { decision: "undo" });
  return leaveWithUndo(c, `refusal_${answer}`, path, undo);
}

/** The form that takes it back, and leads to the same page. */
function undoOf(c: Context<AppEnv>, action: string, fields: Record<string, string>): Undo {
  return {
    action: `${action}?${new URLSearchParams({ next: cameFrom(c) ?? backOf(c) })}`,
    fields,
  };
}

/** The person's or the call's page that the button was on; undefined for the first page. */
function cameFrom(c: Context<AppEnv>): string | undefined {
  const from = /^(contacts|calls)\/[1-9]\d{0,14}$/.exec(c.req.query("from") ?? "");
  return from ? `/monitor/${from[0]}` : undefined;
}

export async function pauseChannel(c: Context<AppEnv>): Promise<Response> {
  const { client } = await staffSession(c);
  const paused = c.req.param("verb") === "pause";
  if (!paused && (await isRestored(client, c.req.param("id")!))) return leaveWithNotice(c, "restore_changed");
  await callRpc(client, "set_channel_paused", { channel: c.req.param("id")!, paused });
  return leaveWithNotice(c, paused ? "paused" : "resumed");
}

/** Lets a restored backup's channel go, as its card showed it. */
export async function releaseChannel(c: Context<AppEnv>): Promise<Response> {
  const { client } = await staffSession(c);
  const { people } = await c.req.parseBody();
  const count = typeof people === "string" && /^\d{1,7}$/.test(people) ? Number(people) : null;
  const channel = c.req.param("id")!;
  const answer = await callRpc(client, "release_restored", { channel, people: count });
  const isRefused = answer === "comparing" || answer === "changed";
  return leaveWithNotice(c, isRefused ? `restore_${answer}` : answer);
}

/** A button of before the restore knows nothing of it. Throws Problem: what cannot be looked up lets nothing go. */
async function isRestored(client: SupabaseClient, channel: string): Promise<boolean> {
  const found = await callTable<{ pause_reason: string | null }[]>(
    client.from("channels").select("pause_reason").eq("id", channel),
  );
  return found[0]?.pause_reason === "restored";
}

async function readDecision(c: Context<AppEnv>, known: string[]): Promise<string> {
  const { decision } = await c.req.parseBody();
  if (typeof decision === "string" && known.includes(decision)) return decision;
  throw new Problem("bad_request", `The decision is one of: ${known.join(", ")}.`);
}

function idOf(c: Context<AppEnv>): number {
  return Number(c.req.param("id"));
}
