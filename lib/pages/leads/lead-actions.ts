import type { SupabaseClient } from "@supabase/supabase-js";
import type { Context } from "hono";
import { Problem } from "../../base/problem.ts";
import { callRpc } from "../../db/call-rpc.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { staffSession } from "../../web/staff-session.ts";
import { leaveWithNotice, leaveWithUndo } from "../shell/notice.ts";
import { ownPage } from "../sign-in/next-page.ts";

interface Act {
  client: SupabaseClient;
  lead: number;
  field(name: string): string;
}

const end =
  (outcome: "won" | "lost" | null) =>
  async ({ client, lead }: Act) => {
    await callRpc(client, "change_lead", { lead, outcome: outcome as "won" });
    return outcome ?? "reopened";
  };
const settle =
  (take: boolean) =>
  async ({ client, lead, field }: Act) => {
    const isDone = await callRpc(client, "settle_conflict", { lead, field: field("field"), take });
    return isDone ? (take ? "taken" : "kept") : "settled";
  };
const work = (change: (act: Act) => Record<string, string | null>, said: string) => async (act: Act) => {
  await callRpc(act.client, "work_conversation", {
    contact: Number(act.field("contact")),
    change: change(act),
  });
  return said;
};

/** Each verb of `POST /monitor/leads/{id}/{verb}`: what is said on the page that comes back. */
const acts: Record<string, (act: Act) => Promise<string>> = {
  won: end("won"),
  lost: end("lost"),
  reopen: end(null),
  take: settle(true),
  keep: settle(false),
  owner: work(({ field }) => ({ owner: field("owner") || null }), "owner"),
  tag: work(({ field }) => ({ addTag: field("tag").toLocaleLowerCase() }), "tagged"),
  untag: work(({ field }) => ({ removeTag: field("tag") }), "untagged"),
};

/** What staff do with a lead; back to the page that it was pressed on. */
export async function changeLead(c: Context<AppEnv>): Promise<Response> {
  const { client } = await staffSession(c);
  const form = new URLSearchParams(await c.req.text());
  const [lead, verb] = [Number(c.req.param("id")), c.req.param("verb")!];
  const next = ownPage(form.get("next") ?? undefined) ?? `/monitor/leads/${lead}`;
  const field = (name: string) => form.get(name)?.trim() ?? "";
  try {
    const said = await acts[verb]!({ client, lead, field });
    if (verb === "won" || verb === "lost") {
      return leaveWithUndo(c, said, next, { action: `/monitor/leads/${lead}/reopen`, fields: { next } });
    }
    return leaveWithNotice(c, said, next);
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 422 || verb !== "tag") throw error;
    return leaveWithNotice(c, "bad_tag", next);
  }
}
