import { html } from "hono/html";
import type { Html } from "../shell/format.ts";
import type { ChannelView } from "./snapshot.ts";
import type { View } from "./view.ts";

/** What set_channel_paused asks for too. */
export function mayManage({ snapshot }: View): boolean {
  return snapshot.role === "manager" || snapshot.role === "admin";
}

/** Stops the channel, or lets it go on. */
export function channelButton(view: View, channel: ChannelView): Html {
  const { t } = view;
  const [verb, word] = channel.state === "paused" ? ["resume", t.channel.resume] : ["pause", t.channel.pause];
  return html`<form method="post" action="${view.action(`/channels/${channel.id}/${verb}`)}">
    <button class="${verb === "resume" ? "main" : "quiet"}">${word}</button></form>`;
}
