import type { Context } from "hono";
import type { AppEnv } from "../../../../web/create-app.ts";
import { takeNotice } from "../../../shell/notice.ts";
import { readerOf } from "../../reader-of.ts";
import { channelIn, type ListedChannel, readChannels } from "../read-channels.ts";
import { movePage } from "./move-page.ts";
import { readMove } from "./read-move.ts";

/** `GET /monitor/settings/channels/{id}/move?to=`: what is left to do before this number can be retired. */
export async function showMove(c: Context<AppEnv>): Promise<Response> {
  const reader = await readerOf(c, "manager");
  const { channelVendors: vendors, config } = c.get("services");
  const channels = await readChannels(reader.member);
  const from = channelIn(channels, c.req.param("id"));
  const others = channels.filter(({ id, state }) => id !== from.id && state !== "retired");
  const to = chosen(others, c.req.query("to"));
  const move = to && (await readMove(reader.member, from.id, to.id));
  const hasKeys = config.channelKeys.length > 0;
  return c.html(movePage({ reader, from, others, to, move, vendors, hasKeys, notice: takeNotice(c) }));
}

/** The one that was asked for; else the one that takes first contacts already, else the newest. */
function chosen(others: ListedChannel[], asked: string | undefined): ListedChannel | null {
  return (
    others.find(({ id }) => id === asked) ??
    others.find(({ takesFirstContacts }) => takesFirstContacts) ??
    others.at(-1) ??
    null
  );
}
