import { html } from "hono/html";
import type { Saved } from "../../settings/read-setting.ts";
import type { SettingKind } from "../../settings/settings.ts";
import type { Html } from "../shell/format.ts";
import { type Colleague, staffName } from "../shell/staff-name.ts";
import type { Reader } from "./reader-of.ts";

/** When a setting was last saved, and by whom. */
export function lastSaved(
  { t, language, format, member }: Reader,
  { savedAt, savedBy }: Pick<Saved<SettingKind>, "savedAt" | "savedBy">,
  colleagues: readonly Colleague[],
): Html | string {
  if (savedAt === null) return t.nobodyYet;
  return html`${t.lastSaved} ${format.time(savedAt)} ${savedBy && t.savedBy(staffName(language, member.userId, savedBy, colleagues))}`;
}
