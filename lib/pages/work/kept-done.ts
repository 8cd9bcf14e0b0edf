import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import * as z from "zod/mini";
import type { Language } from "../../base/language.ts";
import type { Html } from "../shell/format.ts";
import type { Shell } from "../shell/shell.ts";
import { toastView } from "../shell/toast-view.ts";
import { doneToast } from "./done-toast.ts";

const cookieName = "aftercall-done";
const scope = { path: "/monitor", httpOnly: true, sameSite: "Lax" } as const;

const schema = z.object({
  /** Key of the words. */
  what: z.string(),
  contact: z.number(),
  /** What a message or note is called that it made. */
  message: z.optional(z.number()),
  note: z.optional(z.number()),
  /** When it will be, ISO 8601. */
  at: z.optional(z.nullable(z.string())),
  /** Of whom or what it speaks. */
  name: z.optional(z.nullable(z.string())),
  /** Given back, it undoes it. */
  before: z.optional(z.record(z.string(), z.unknown())),
  /** What it left behind: only what still is so is undone. */
  after: z.optional(z.record(z.string(), z.unknown())),
});

/** What somebody just did with a person. */
export type Done = z.infer<typeof schema>;

/** The next page says it, once. */
export function keepDone(c: Context, done: Done): void {
  const value = Buffer.from(JSON.stringify(done)).toString("base64url");
  setCookie(c, cookieName, value, { ...scope, maxAge: 60 });
}

/** The toast of what was done on the page before, with its way back; null where there is none. */
export function takeWorkToast(
  c: Context,
  language: Language,
  shell: Pick<Shell, "now" | "workspace">,
): Html | null {
  const kept = getCookie(c, cookieName);
  if (kept === undefined) return null;
  deleteCookie(c, cookieName, scope);
  const toast = doneToast(language, shell, readDone(kept));
  return toast && toastView(language, toast);
}

function readDone(kept: string): Done | null {
  try {
    return schema.parse(JSON.parse(Buffer.from(kept, "base64url").toString()));
  } catch {
    return null;
  }
}
