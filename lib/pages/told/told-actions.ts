import type { Context } from "hono";
import { Problem } from "../../base/problem.ts";
import { callRpc } from "../../db/call-rpc.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { staffMember } from "../../web/staff-member.ts";
import { staffSession } from "../../web/staff-session.ts";
import { mePath } from "../me/me-page.ts";
import { readForm } from "../settings/read-form.ts";
import { chooseLanguage } from "../shell/choose-language.ts";
import { leaveWithNotice } from "../shell/notice.ts";
import { texts } from "../shell/texts.ts";
import { toldTexts } from "./texts.ts";
import { readTold, toldKinds } from "./told.ts";

/**
 * What a page that nobody looks at asks for: {new, reply, problem, sound, notice, title, text}, the last two for a notification, which
 * names nobody. 304 without a body while that holds.
 */
export async function showTold(c: Context<AppEnv>): Promise<Response> {
  const { client, renewed } = await staffSession(c);
  const told = await readTold(client);
  if (!told) throw new Problem("forbidden", "This account is not a member of any workspace.");
  const language = chooseLanguage(c);
  const wants = toldKinds.map((kind) => told.told.includes(kind));
  const tag = `"${[told.new, told.reply, told.problem, ...wants.map(Number), language].join(".")}"`;
  c.header("etag", tag);
  if (!renewed && c.req.header("if-none-match") === tag) return c.body(null, 304);
  const [sound, notice] = wants;
  return c.json({
    new: told.new,
    reply: told.reply,
    problem: told.problem,
    sound,
    notice,
    title: texts[language].product,
    text: toldTexts[language].wrote(told.new),
  });
}

export async function chooseTold(c: Context<AppEnv>): Promise<Response> {
  const { client, workspace } = await staffMember(c);
  const form = await readForm(c);
  const told = toldKinds.filter((kind) => form.getAll("told").includes(kind));
  await callRpc(client, "choose_told", { workspace, told });
  return leaveWithNotice(c, "saved", mePath);
}
