import { html } from "hono/html";
import { hasRole } from "../../../model/staff.ts";
import type { Html } from "../../shell/format.ts";
import type { Colleague } from "../../shell/staff-name.ts";
import type { Reader } from "../reader-of.ts";
import { channelsPath } from "./channels-page.ts";
import type { ListedChannel } from "./read-channels.ts";
import { channelTexts } from "./texts.ts";

/** What the vendor says, where the phone itself has to link the number again. */
const downStates = new Set(["disconnected", "need_scan", "need_passkey", "logged_out", "expired"]);

export function isDown({ state, pauseReason, connectionStatus }: ListedChannel): boolean {
  return state !== "retired" && (pauseReason === "session_down" || downStates.has(connectionStatus ?? ""));
}

/** The way to link it again, or who knows it. */
export function reconnectView(
  { language, member }: Pick<Reader, "language" | "member">,
  channel: ListedChannel,
  colleagues: readonly Colleague[],
): Html {
  const words = channelTexts[language];
  if (hasRole(member.role, "manager")) {
    return html`<p class="tools"><a class="button main" href="${channelsPath}/${channel.id}/connect">${words.reconnect}<span class="unseen">: ${channel.name}</span></a></p>`;
  }
  const names = colleagues
    .filter(({ role, name }) => (role === "manager" || role === "admin") && name !== null)
    .map(({ name }) => name)
    .toSorted();
  const said = names.length > 0 ? words.askOthers(names.join(words.or)) : words.askManagers;
  return html`<p class="note">${said}</p>`;
}
