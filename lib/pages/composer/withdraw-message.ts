import type { Context } from "hono";
import { callRpc } from "../../db/call-rpc.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { staffSession } from "../../web/staff-session.ts";
import { keepDone } from "../work/kept-done.ts";
import { personPath } from "./composer-parts.ts";
import { contactOf } from "./contact-of.ts";

/** `POST /monitor/c/{contact}/messages/{message}/cancel`: taken out of the queue, and back in the box. */
export async function withdrawMessage(c: Context<AppEnv>): Promise<Response> {
  const { client } = await staffSession(c);
  const message = Number(c.req.param("message"));
  const status = await callRpc(client, "cancel_manual", { message });
  const contact = contactOf(c);
  const isBack = status === "cancelled";
  keepDone(c, { what: isBack ? "withdrawn" : "gone", contact });
  return c.redirect(`${personPath(contact)}${isBack ? `?again=${message}` : ""}#composer`, 303);
}
