import type { Context } from "hono";
import { callRpc } from "../../db/call-rpc.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { staffSession } from "../../web/staff-session.ts";
import { leaveWithNotice } from "../shell/notice.ts";

/** "A person wrote this": what was taken for a machine's text counts. */
export async function undoMachine(c: Context<AppEnv>): Promise<Response> {
  const { client } = await staffSession(c);
  const done = await callRpc(client, "undo_machine", { message: Number(c.req.param("id")) });
  const from = /^(contacts|calls)\/[1-9]\d{0,14}$/.exec(c.req.query("from") ?? "");
  const notice = done === "undone" ? "machine_undone" : "settled";
  return leaveWithNotice(c, notice, from ? `/monitor/${from[0]}` : undefined);
}
