import type { Context } from "hono";
import { Problem } from "../base/problem.ts";
import { attachmentHeader } from "../web/attachment-header.ts";
import type { AppEnv } from "../web/create-app.ts";
import { staffSession } from "../web/staff-session.ts";
import { exportContact } from "../work/privacy/export-contact.ts";

/** Everything that is held on one person, as a ZIP: for managers, and written down. */
export async function getExport(c: Context<AppEnv>): Promise<Response> {
  const { client } = await staffSession(c);
  const found = await exportContact(c.get("services"), client, Number(c.req.param("id")));
  if (!found) throw new Problem("not_found", "There is no such contact.");
  return c.body(found.body, 200, {
    "content-type": "application/zip",
    "content-disposition": attachmentHeader(found.fileName),
  });
}
