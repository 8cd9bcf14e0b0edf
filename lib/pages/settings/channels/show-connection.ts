import type { Context } from "hono";
import { callRpc } from "../../../db/call-rpc.ts";
import type { AppEnv } from "../../../web/create-app.ts";
import { type Reader, readerOf } from "../reader-of.ts";
import { connectionPage, type Linking, linkingView } from "./connection-page.ts";
import { channelIn, type ListedChannel, readChannels } from "./read-channels.ts";

/** The code that a phone scans to link the number again. */
export async function showConnection(c: Context<AppEnv>): Promise<Response> {
  const { reader, channel } = await channelOf(c);
  return c.html(connectionPage(reader, channel, await askVendor(c, reader, channel)));
}

/** The part of it that changes. */
export async function liveConnection(c: Context<AppEnv>): Promise<Response> {
  const { reader, channel } = await channelOf(c);
  return c.html(linkingView(reader, channel, await askVendor(c, reader, channel)));
}

/** Once it is linked the channel hears of it here, and need not wait for the vendor to say so. */
async function askVendor(c: Context<AppEnv>, { member }: Reader, channel: ListedChannel): Promise<Linking> {
  const { db, providerOf, channelVendors } = c.get("services");
  const provider = await providerOf(channel.id);
  const linking = await provider.connectionQr?.();
  if (!linking) {
    const vendor = channelVendors.find(({ name }) => name === channel.vendor);
    return { kind: vendor?.numbers.capabilities.connectionQr ? "keys" : "absent" };
  }
  if (linking.kind === "connected" && channel.connectionStatus !== "connected") {
    const probe = { kind: "status", status: "connected" };
    await callRpc(db, "record_channel_test", { channel: channel.id, probe, actor: member.userId });
  }
  return linking;
}

async function channelOf(c: Context<AppEnv>) {
  const reader = await readerOf(c, "manager");
  return { reader, channel: channelIn(await readChannels(reader.member), c.req.param("id")) };
}
