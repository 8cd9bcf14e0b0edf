import type { Context } from "hono";
import type { AppEnv } from "../../web/create-app.ts";
import { openPage } from "../shell/open-page.ts";
import { readColleagues } from "../shell/staff-name.ts";
import { personPath } from "./composer-parts.ts";
import { contactOf } from "./contact-of.ts";
import { readPersonThread } from "./read-person-thread.ts";
import { readTexts } from "./read-texts.ts";
import { writePage } from "./write-page.ts";

/** `GET /monitor/c/{contact}/write?use=`: the box, with the ready text of that mark; `again=` with a message taken back. */
export async function showWrite(c: Context<AppEnv>): Promise<Response> {
  const opened = await openPage(c, `${personPath(contactOf(c))}/write`);
  if (opened instanceof Response) return opened;
  const { client, language } = opened;
  const services = c.get("services");
  const { now, workspace, thread } = await readPersonThread(client, contactOf(c));
  const use = c.req.query("use");
  const [members, texts] = await Promise.all([
    readColleagues(client),
    use === undefined ? [] : readTexts(client, thread.person.id),
  ]);
  const used = texts.find(({ mark }) => mark === use);
  return writePage(c, client, {
    language,
    shell: { now, workspace },
    thread,
    members,
    services,
    query: c.req.query(),
    draft: used ? { text: used.body } : null,
  });
}
