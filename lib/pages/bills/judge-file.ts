import type { Context } from "hono";
import { Problem } from "../../base/problem.ts";
import { callRpc } from "../../db/call-rpc.ts";
import { callTable } from "../../db/call-table.ts";
import { dispatch } from "../../outbox/dispatch.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { type StaffSession, staffSession } from "../../web/staff-session.ts";
import { leaveWithNotice } from "../shell/notice.ts";
import { billsPath, billsPlace } from "./bills-path.ts";
import { type Judged, judgedNotice } from "./judged-toast.ts";
import { type WrongKind, wrongKinds } from "./read-bills.ts";
import { readyAnswers } from "./ready-answers.ts";

/**
 * A member's word about one file: `good`, one of the reasons why it is no bill (with `write`, its ready answer goes to the customer
 * too), or `undo`. Then the next person comes, or this one again while other files of theirs wait.
 */
export async function judgeFile(c: Context<AppEnv>): Promise<Response> {
  const session = await staffSession(c);
  const { client } = session;
  const message = Number(c.req.param("id"));
  const { decision, write, answer, next, seen, ...rest } = await c.req.parseBody();
  const place = billsPlace((name) => (typeof rest[name] === "string" ? rest[name] : undefined));
  const leave = (judged: Judged, contact: number | null) =>
    leaveWithNotice(c, judgedNotice(judged), billsPath({ ...place, contact, file: null }));
  if (decision === "undo") {
    await callRpc(client, "undo_file", { message });
    if (numberOf(answer) !== null) await callRpc(client, "cancel_manual", { message: numberOf(answer)! });
    return leave({ said: "undone", message, answer: null }, await contactOf(session, message));
  }
  if (decision === "good") {
    await callRpc(client, "confirm_file", { message });
    return leave({ said: "good", message, answer: null }, numberOf(next));
  }
  const kind = wrongKinds.find((each) => each === decision);
  if (!kind)
    throw new Problem("bad_request", `The decision is one of: good, ${wrongKinds.join(", ")}, undo.`);
  const stands = await callRpc(client, "reject_file", { message, kind, note: null });
  const sent = write === "1" ? await sendAnswer(c, session, message, kind, numberOf(seen)) : null;
  const contact = stands === "check" ? await contactOf(session, message) : numberOf(next);
  return leave({ said: kind, message, answer: sent }, contact);
}

/** The answer's message, or 0 where it may not go: they have written since, or it is refused. */
async function sendAnswer(
  c: Context<AppEnv>,
  session: StaffSession,
  message: number,
  kind: WrongKind,
  seen: number | null,
): Promise<number> {
  const services = c.get("services");
  const contact = await contactOf(session, message);
  const key = `bill-${message}-${kind}-${seen ?? 0}`;
  const args = { contact, body: readyAnswers[kind], key, seen };
  const answer = (await callRpc(session.client, "send_manual", args)) as {
    sent: boolean;
    message?: number;
    channel?: string;
  };
  if (!answer.sent || !answer.message) return 0;
  services.background(() => dispatch(services, answer.channel!, { mayWait: true }));
  return answer.message;
}

async function contactOf({ client }: StaffSession, message: number): Promise<number> {
  const rows = await callTable<{ contact: number }[]>(
    client.from("whatsapp_messages").select("contact:contact_id").eq("id", message),
  );
  if (!rows[0]) throw new Problem("not_found", "There is no such message.");
  return rows[0].contact;
}

function numberOf(given: unknown): number | null {
  return typeof given === "string" && /^[1-9]\d{0,14}$/.test(given) ? Number(given) : null;
}
