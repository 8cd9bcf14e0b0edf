import type { Context } from "hono";
import { wordFor } from "../../../base/language.ts";
import { Problem } from "../../../base/problem.ts";
import { callRpc } from "../../../db/call-rpc.ts";
import type { ChannelVendor } from "../../../outbox/channel-vendors.ts";
import { dispatch } from "../../../outbox/dispatch.ts";
import { addChannel, changeCredentials, readCredentials } from "../../../outbox/keep-credentials.ts";
import { channelPace } from "../../../settings/channel-pace.ts";
import type { AppEnv } from "../../../web/create-app.ts";
import { leaveWithNotice, takeNotice } from "../../shell/notice.ts";
import { readColleagues } from "../../shell/staff-name.ts";
import { ownPage } from "../../sign-in/next-page.ts";
import { formErrors } from "../form-errors.ts";
import { readForm } from "../read-form.ts";
import { type Reader, readerOf } from "../reader-of.ts";
import { addChannelPage } from "./add-channel-page.ts";
import { type ChannelPageParts, channelPage } from "./channel-page.ts";
import { channelsPage, channelsPath } from "./channels-page.ts";
import { paceFromForm, paceInput } from "./pace-form.ts";
import { channelIn, readChannels } from "./read-channels.ts";
import { channelTexts } from "./texts.ts";

export async function showChannels(c: Context<AppEnv>): Promise<Response> {
  const reader = await readerOf(c);
  const { channelVendors: vendors, config } = c.get("services");
  const [channels, colleagues] = await Promise.all([
    readChannels(reader.member),
    readColleagues(reader.member.client),
  ]);
  const hasKeys = config.channelKeys.length > 0;
  return c.html(channelsPage({ reader, channels, vendors, colleagues, hasKeys, notice: takeNotice(c) }));
}

export async function showChannel(c: Context<AppEnv>): Promise<Response> {
  return c.html(channelPage({ ...(await partsOf(c, await readerOf(c))), notice: takeNotice(c) }));
}

export async function showNewChannel(c: Context<AppEnv>): Promise<Response> {
  const reader = await readerOf(c, "admin");
  return c.html(
    addChannelPage({ reader, vendor: vendorOf(c, c.req.query("vendor")), typed: new URLSearchParams() }),
  );
}

export async function saveNewChannel(c: Context<AppEnv>): Promise<Response> {
  const reader = await readerOf(c, "admin");
  const vendor = vendorOf(c, c.req.query("vendor"));
  const words = channelTexts[reader.language];
  const typed = await readForm(c);
  const name = typed.get("name")?.trim() ?? "";
  const { credentials, errors } = credentialsIn(reader, vendor, typed);
  if (name === "" || name.length > 60) errors.set("name", name === "" ? words.missing : words.wrong);
  if (errors.size > 0) return c.html(addChannelPage({ reader, vendor, typed, errors }), 422);
  try {
    const id = await addChannel(c.get("services"), reader.member, vendor, { name, credentials });
    return leaveWithNotice(c, "added", `${channelsPath}/${id}`);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== "conflict") throw error;
    return c.html(addChannelPage({ reader, vendor, typed, problem: words.taken }), 409);
  }
}

export async function renameChannel(c: Context<AppEnv>): Promise<Response> {
  const reader = await readerOf(c, "manager");
  const typed = await readForm(c);
  const name = typed.get("name")?.trim() ?? "";
  if (name === "" || name.length > 60) {
    const errors = new Map([["name", channelTexts[reader.language].wrong]]);
    return c.html(channelPage({ ...(await partsOf(c, reader)), typed, errors }), 422);
  }
  await callRpc(reader.member.client, "rename_channel", { channel: idOf(c), name });
  return back(c, "renamed");
}

export async function changePace(c: Context<AppEnv>): Promise<Response> {
  const reader = await readerOf(c, "manager");
  const typed = await readForm(c);
  const parts = await partsOf(c, reader);
  const read = channelPace.safeParse(paceFromForm(typed, parts.channel.pace));
  if (!read.success) {
    const errors = formErrors(read.error.issues, paceInput, reader.language);
    return c.html(channelPage({ ...parts, typed, errors }), 422);
  }
  const { db } = c.get("services");
  await callRpc(db, "set_channel_pace", { channel: idOf(c), pace: read.data, actor: reader.member.userId });
  return back(c, "pace_saved");
}

export async function saveCredentials(c: Context<AppEnv>): Promise<Response> {
  const reader = await readerOf(c, "admin");
  const parts = await partsOf(c, reader);
  const vendor = vendorOf(c, parts.channel.vendor);
  const typed = await readForm(c);
  const { credentials, errors } = credentialsIn(reader, vendor, typed);
  if (errors.size > 0) return c.html(channelPage({ ...parts, typed, errors }), 422);
  try {
    await changeCredentials(c.get("services"), reader.member, vendor, parts.channel.id, credentials);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== "conflict") throw error;
    return c.html(channelPage({ ...parts, problem: channelTexts[reader.language].taken }), 409);
  }
  return back(c, "credentials_changed");
}

/** Asks the vendor with this channel's credentials, and says what it answers. */
export async function testChannel(c: Context<AppEnv>): Promise<Response> {
  const { member } = await readerOf(c, "manager");
  const { channel } = await ownChannel(c, member);
  const { db, providerOf } = c.get("services");
  const probe = await (await providerOf(channel.id)).channelStatus();
  await callRpc(db, "record_channel_test", { channel: channel.id, probe, actor: member.userId });
  const said =
    probe.kind === "status"
      ? `status_${probe.status === "connected" ? "connected" : "other"}`
      : probe.kind === "refused"
        ? `refused_${probe.pause}`
        : probe.untold
          ? "untold"
          : "unknown";
  return back(c, `test_${said}`);
}

export async function pauseChannel(c: Context<AppEnv>): Promise<Response> {
  const { member } = await readerOf(c, "manager");
  const paused = c.req.path.endsWith("/pause");
  await callRpc(member.client, "set_channel_paused", { channel: idOf(c), paused });
  return back(c, paused ? "paused" : "resumed");
}

export async function changeShowsRead(c: Context<AppEnv>): Promise<Response> {
  const { member } = await readerOf(c, "manager");
  const shown = c.req.path.endsWith("/show-read");
  await callRpc(member.client, "set_channel_shows_read", { channel: idOf(c), shown });
  return back(c, shown ? "reads_shown" : "reads_hidden");
}

/** Staff saw on the phone that the number may begin chats again. */
export async function liftLock(c: Context<AppEnv>): Promise<Response> {
  const { member } = await readerOf(c, "manager");
  await callRpc(member.client, "lift_begin_lock", { channel: idOf(c) });
  return back(c, "lock_lifted");
}

export async function chooseFirst(c: Context<AppEnv>): Promise<Response> {
  const { member } = await readerOf(c, "manager");
  await callRpc(member.client, "choose_first_contacts", { channel: idOf(c) });
  return back(c, "first_chosen");
}

export async function retireChannel(c: Context<AppEnv>): Promise<Response> {
  const reader = await readerOf(c, "admin");
  const queue = (await readForm(c)).get("queue") ?? "";
  const move_to = queue === "cancel" ? null : queue;
  try {
    await callRpc(reader.member.client, "retire_channel", { channel: idOf(c), move_to });
    if (move_to) nudge(c, move_to);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== "conflict") throw error;
    const problem = wordFor(channelTexts[reader.language].retireRefused, error.field) ?? error.message;
    return c.html(channelPage({ ...(await partsOf(c, reader)), problem }), 409);
  }
  return back(c, "retired");
}

/** What came to its queue leaves now. */
function nudge(c: Context<AppEnv>, channel: string): void {
  const services = c.get("services");
  services.background(() => dispatch(services, channel, { mayWait: true }));
}

async function partsOf(c: Context<AppEnv>, reader: Reader): Promise<ChannelPageParts> {
  const { channelVendors: vendors, config } = c.get("services");
  const [{ channel, channels }, colleagues] = await Promise.all([
    ownChannel(c, reader.member),
    readColleagues(reader.member.client),
  ]);
  return { reader, channel, channels, vendors, colleagues, hasKeys: config.channelKeys.length > 0 };
}

/** Under the reader's own eyes: another company's is none. */
async function ownChannel(c: Context<AppEnv>, member: Reader["member"]) {
  const channels = await readChannels(member);
  return { channel: channelIn(channels, idOf(c)), channels };
}

function credentialsIn({ language }: Reader, vendor: ChannelVendor, typed: URLSearchParams) {
  const words = channelTexts[language];
  const read = readCredentials(vendor, (name) => typed.get(`credential-${name}`) ?? "");
  const wrong = "wrong" in read ? read.wrong : [];
  const errors = new Map(
    wrong.map((name) => {
      const input = `credential-${name}`;
      return [input, typed.get(input)?.trim() ? words.wrong : words.missing];
    }),
  );
  return { credentials: "credentials" in read ? read.credentials : {}, errors };
}

function vendorOf(c: Context<AppEnv>, name: string | undefined): ChannelVendor {
  const vendor = c.get("services").channelVendors.find((one) => one.name === name);
  if (vendor) return vendor;
  throw new Problem("not_found", "There is no such vendor.");
}

function idOf(c: Context<AppEnv>): string {
  return c.req.param("id")!;
}

function back(c: Context<AppEnv>, notice: string): Response {
  return leaveWithNotice(c, notice, ownPage(c.req.query("next")) ?? `${channelsPath}/${idOf(c)}`);
}
