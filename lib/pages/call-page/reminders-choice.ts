import { html } from "hono/html";
import { callRpc } from "../../db/call-rpc.ts";
import type { Html } from "../shell/format.ts";
import { guardView } from "../shell/guard-view.ts";
import { staffName } from "../shell/staff-name.ts";
import { texts } from "../shell/texts.ts";
import type { CallPageView } from "./call-page-view.ts";

/** Whether an ask that waits for its answer is repeated, and the way to change that. Null where nothing would be repeated. */
export async function remindersChoice(view: CallPageView): Promise<Html | null> {
  const { call, messages, words, language, reader, colleagues } = view;
  const ask = messages.find(({ purpose }) => purpose === "follow_up");
  if (!ask?.askOpen) return null;
  if (!(await callRpc(reader.member.client, "reminders_ahead", { call: call.id }))) return null;
  const stopped = ask.ask?.remindersStoppedBy;
  const by = stopped && staffName(language, reader.member.userId, stopped, colleagues);
  const decision = stopped ? "send" : "dont_send";
  return html`${by && html`<p class="note">${words.messages.notReminded(by)}</p>`}
${guardView({
  id: "reminders",
  ...texts[language].override[stopped ? "remind" : "dont_remind"],
  action: `/monitor/calls/${call.id}/override?from=call`,
  decision,
})}`;
}
