import type { Context } from "hono";
import { html } from "hono/html";
import { callRpc } from "../../db/call-rpc.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { staffSession } from "../../web/staff-session.ts";
import { contactOf } from "../composer/contact-of.ts";

/** `GET /monitor/c/{contact}/tags`: tags that colleagues use, as options. */
export async function showKnownTags(c: Context<AppEnv>): Promise<Response> {
  const { client } = await staffSession(c);
  const tags = await callRpc(client, "known_tags", { contact: contactOf(c) });
  return c.html(html`${tags.map((tag) => html`<option value="${tag}"></option>`)}`);
}
