import type { Context } from "hono";
import { Problem } from "../../base/problem.ts";
import { callRpc } from "../../db/call-rpc.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { staffSession } from "../../web/staff-session.ts";
import { leaveWithNotice } from "../shell/notice.ts";

/** A person's word about the bill of a call: it is here, or what says so does not count. */
export async function judgeBill(c: Context<AppEnv>): Promise<Response> {
  const { client } = await staffSession(c);
  const call = Number(c.req.param("id"));
  const { decision, reason, proof, message } = await c.req.parseBody();
  const back = `/monitor/calls/${call}`;
  if (decision === "confirm") {
    await callRpc(client, "confirm_bill", { call, message: numberOf(message, "message") });
    return leaveWithNotice(c, "bill_confirmed", back);
  }
  if (decision !== "undo") {
    throw new Problem("bad_request", "The decision is one of: confirm, undo.");
  }
  const why = typeof reason === "string" ? reason.trim() : "";
  const seen = numberOf(proof, "proof");
  if (why === "" || why.length > 500) return leaveWithNotice(c, "bill_no_reason", back);
  await callRpc(client, "undo_bill", { call, reason: why, proof: seen });
  return leaveWithNotice(c, "bill_undone", back);
}

/** The row that was chosen; null where none was. Throws Problem `bad_request`. */
function numberOf(given: unknown = "", what: string): number | null {
  if (typeof given !== "string" || !/^(|[1-9]\d{0,14})$/.test(given)) {
    throw new Problem("bad_request", `The ${what} is the number of one, as the page shows it.`);
  }
  return given === "" ? null : Number(given);
}
