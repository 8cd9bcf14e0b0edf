import { html } from "hono/html";
import type { Saved } from "../../settings/read-setting.ts";
import type { SettingKind } from "../../settings/settings.ts";
import type { Format, Html } from "../format.ts";
import type { SettingsTexts } from "./texts.ts";

/** `te`, or a colleague by the start of their id: the database knows no names of staff. */
export function who(t: SettingsTexts, member: { userId: string }, userId: string): string {
  return userId === member.userId ? t.me : t.colleague(userId.slice(0, 8));
}

/** When a setting was last saved, and by whom. */
export function lastSaved(
  t: SettingsTexts,
  format: Format,
  member: { userId: string },
  saved: Pick<Saved<SettingKind>, "savedAt" | "savedBy">,
): Html | string {
  if (saved.savedAt === null) return t.nobodyYet;
  return html`${t.lastSaved} ${format.time(saved.savedAt)} ${saved.savedBy && t.savedBy(who(t, member, saved.savedBy))}`;
}
