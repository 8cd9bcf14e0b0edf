import type { Context } from "hono";
import { callRpc } from "../../db/call-rpc.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { staffMember } from "../../web/staff-member.ts";
import { leaveWithNotice } from "../shell/notice.ts";
import { openPage } from "../shell/open-page.ts";
import { type ErasurePreview, erasePage } from "./erase-page.ts";

/** What would go, and the form. For admins. */
export async function showErasure(c: Context<AppEnv>): Promise<Response> {
  const opened = await openPage(c, c.req.path, "admin");
  if (opened instanceof Response) return opened;
  const { client, language, shell } = opened;
  const preview = await (callRpc(client, "preview_erasure", { contact: idOf(c) }) as Promise<ErasurePreview>);
  if (preview.erasedAt) return c.redirect(`/monitor/contacts/${preview.contact}`, 303);
  return c.html(erasePage({ language, shell, preview }));
}

/** Erases, or says what was wrong with what was typed. */
export async function eraseContact(c: Context<AppEnv>): Promise<Response> {
  const opened = await openPage(c, c.req.path, "admin");
  if (opened instanceof Response) return opened;
  const { client, language, shell } = opened;
  const { reason, typed } = await textsOf(c);
  const done = await (callRpc(client, "erase_contact", {
    contact: idOf(c),
    reason,
    typed,
  }) as Promise<{ erased: boolean; code?: string }>);
  if (done.erased || done.code === "already_erased") {
    return leaveWithNotice(c, done.erased ? "erased" : "settled", `/monitor/contacts/${idOf(c)}`);
  }
  const preview = await (callRpc(client, "preview_erasure", { contact: idOf(c) }) as Promise<ErasurePreview>);
  return c.html(erasePage({ language, shell, preview, problem: done.code, reason }), 422);
}

/** The person comes back on their own wish. */
export async function allowAgain(c: Context<AppEnv>): Promise<Response> {
  const { client } = await staffMember(c, "admin");
  const { reason } = await textsOf(c);
  const done = await callRpc(client, "allow_again", { contact: idOf(c), reason });
  return leaveWithNotice(c, done ? "let_back" : "not_let_back", `/monitor/contacts/${idOf(c)}`);
}

async function textsOf(c: Context<AppEnv>): Promise<{ reason: string; typed: string }> {
  const { reason, typed } = await c.req.parseBody();
  return { reason: typeof reason === "string" ? reason : "", typed: typeof typed === "string" ? typed : "" };
}

function idOf(c: Context<AppEnv>): number {
  return Number(c.req.param("id"));
}
