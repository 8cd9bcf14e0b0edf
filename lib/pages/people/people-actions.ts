import type { SupabaseClient } from "@supabase/supabase-js";
import type { Context } from "hono";
import { Problem } from "../../base/problem.ts";
import { callRpc } from "../../db/call-rpc.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { leaveWithNotice } from "../shell/notice.ts";
import { openPage } from "../shell/open-page.ts";
import { peopleFiltersOf, peoplePath } from "./people-filters.ts";
import { type Change, changeNotice } from "./people-notice.ts";

/** The forms of the list: one change of all who are chosen, and its undoing. */
export async function changePeople(c: Context<AppEnv>): Promise<Response> {
  const opened = await openPage(c, "/monitor/people");
  if (opened instanceof Response) return opened;
  const { client, shell } = opened;
  const form = new URLSearchParams(await c.req.text());
  const workspace = shell.workspace.id;
  const notice =
    c.req.param("verb") === "undo"
      ? await undo(client, workspace, form)
      : await change(client, workspace, form);
  return leaveWithNotice(c, notice, backOf(form));
}

async function change(client: SupabaseClient, workspace: string, form: URLSearchParams): Promise<string> {
  const contacts = form
    .getAll("contact")
    .filter((id) => /^[1-9]\d{0,14}$/.test(id))
    .map(Number);
  if (contacts.length === 0) return "nobody";
  const tag = (form.get("tag") ?? "").trim();
  const changes: Record<Change, object> = {
    assign: { owner: form.get("owner") || null },
    tag: { addTag: tag },
    untag: { removeTag: tag },
  };
  const kind = form.get("do");
  if (kind !== "assign" && kind !== "tag" && kind !== "untag")
    throw new Problem("not_found", "There is nothing at this address.");
  if (kind !== "assign" && tag === "") return "no_tag";
  try {
    const done = (await callRpc(client, "change_people", {
      workspace,
      contacts,
      change: { ...changes[kind] },
    })) as unknown as { changed: number; undo: string };
    return changeNotice(kind, done.changed, done.undo);
  } catch (error) {
    if (error instanceof Problem && error.code === "bad_setting" && error.field === "tags") return "bad_tag";
    throw error;
  }
}

async function undo(client: SupabaseClient, workspace: string, form: URLSearchParams): Promise<string> {
  const id = form.get("undo") ?? "";
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))
    await callRpc(client, "undo_people", { workspace, undo: id });
  return "undone";
}

/** The list that the form stood on: its filters are read, whatever else the field says. */
function backOf(form: URLSearchParams): string {
  const [, search = ""] = /^\/monitor\/people\?(.*)$/.exec(form.get("back") ?? "") ?? [];
  const query = new URLSearchParams(search);
  const filters = peopleFiltersOf((name) => query.get(name) ?? undefined);
  return peoplePath(filters, { before: filters.before });
}
