import type { SupabaseClient } from "@supabase/supabase-js";
import type { Context } from "hono";
import * as z from "zod/mini";
import { Problem } from "../base/problem.ts";
import { callRpc } from "../db/call-rpc.ts";
import { writeMessage } from "../outbox/write-message.ts";
import type { AppEnv } from "../web/create-app.ts";
import { readJson } from "../web/read-json.ts";
import { requireOwnPage } from "../web/require-own-page.ts";
import { staffSession } from "../web/staff-session.ts";
import { readFields } from "./read-fields.ts";

const views = ["reply", "mine", "waiting", "problem", "new", "all", "closed", "mentions"] as const;

/** `?view=&q=&before=&owner=&tag=&limit=` of the list. */
const listQuery = z.object({
  view: z._default(z.enum(views), "reply"),
  q: z.optional(z.string().check(z.maxLength(200))),
  before: z.optional(z.string().check(z.regex(/^-?[0-9]{1,11}(\.[0-9]{1,9})?~[0-9]{1,18}$/))),
  owner: z.optional(z.uuid()),
  tag: z.optional(z.string().check(z.maxLength(40))),
  limit: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(100)), 30),
});

/** `?before=&limit=` of a thread. */
const threadQuery = z.object({
  before: z.optional(z.coerce.number().check(z.int(), z.gte(1))),
  limit: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(200)), 50),
});

/** What is sent to a person: a text, or one of the workspace's texts by its key. */
const outgoing = z.object({
  text: z._default(z.string().check(z.maxLength(4096)), ""),
  /** The same again is the same message; else of the header `Idempotency-Key`. */
  key: z.optional(z.string().check(z.minLength(1), z.maxLength(100))),
  /** Id of the newest message that the writer saw: refused as `newer` where something came since. */
  seen: z.optional(z.int().check(z.gte(0))),
  template: z.optional(z.string().check(z.minLength(1), z.maxLength(100))),
  reason: z.optional(z.enum(["called", "agreed", "customer"])),
});

interface Answer {
  now: string;
  counts: Record<string, number>;
  list: { rows: unknown[]; next: string | null } | null;
  thread: (Record<string, unknown> & { movedTo?: number }) | null;
}

/** `GET /api/conversations`: {conversations, counts, next}; `next` is the `before` of the page after this one. */
export async function getConversations(c: Context<AppEnv>): Promise<Response> {
  const { client } = await staffSession(c);
  const { limit, ...filters } = readFields(listQuery, c.req.query());
  const found = await inbox(client, { ...filters, size: limit });
  const { rows, next } = found.list!;
  return c.json({ now: found.now, conversations: rows, counts: found.counts, next });
}

/** `GET /api/conversations/{contact}`: one person with their messages, calls and notes, newest first. */
export async function getConversation(c: Context<AppEnv>): Promise<Response> {
  const { client } = await staffSession(c);
  const { before, limit } = readFields(threadQuery, c.req.query());
  const contact = contactOf(c);
  const { now, thread } = await inbox(client, {
    contact,
    list: false,
    threadBefore: before ?? null,
    threadSize: limit,
  });
  if (!thread) throw new Problem("not_found", "There is no such person.");
  if (thread.movedTo) return c.redirect(`/api/conversations/${thread.movedTo}`, 308);
  return c.json({ now, ...thread });
}

/**
 * `POST /api/conversations/{contact}/messages`: 201 {message, status, expectedAt}, 200 for a key that was there; a refusal is 409
 * (`newer`) or 422 with its own code. A bearer token or API key, or the session of a page of ours.
 */
export async function postConversationMessage(c: Context<AppEnv>): Promise<Response> {
  const { client } = await staffSession(c);
  requireOwnPage(c);
  const body = readFields(outgoing, await readJson(c));
  const key = body.key ?? c.req.header("idempotency-key")?.trim();
  if (!key || key.length > 100) {
    throw new Problem("bad_request", 'Send a "key" (or the header Idempotency-Key) of 1 to 100 characters.', {
      field: "key",
    });
  }
  if (body.text.trim() === "" && !body.template) {
    throw new Problem("bad_setting", "A message has between 1 and 4,096 characters.", { field: "text" });
  }
  const answer = await writeMessage(c.get("services"), client, { ...body, contact: contactOf(c), key });
  if (!answer.sent) {
    const { code, reason: message, newest } = answer;
    return c.json({ error: { code, message, newest } }, code === "newer" ? 409 : 422);
  }
  const { message, status, expectedAt, contact, repeated } = answer;
  return c.json({ message, status, expectedAt, contact }, repeated ? 200 : 201);
}

async function inbox(client: SupabaseClient, filters: Record<string, unknown>): Promise<Answer> {
  const found = await (callRpc(client, "inbox", { filters, known: null }) as Promise<Answer | null>);
  if (found) return found;
  throw new Problem("forbidden", "This account is not a member of any workspace. Ask an admin to add it.");
}

function contactOf(c: Context): number {
  return Number(c.req.param("contact"));
}
