import type { Context } from "hono";
import { wordFor } from "../../../base/language.ts";
import { callRpc } from "../../../db/call-rpc.ts";
import { alertKinds } from "../../../model/codes.ts";
import type { AppEnv } from "../../../web/create-app.ts";
import { keepMail, keepWebhook } from "../../../work/alerts/keep-receiver.ts";
import { type MailAccess, openAccess, receiverShapes } from "../../../work/alerts/receiver-access.ts";
import { readReceivers } from "../../../work/alerts/reseal-receivers.ts";
import { tryReceivers } from "../../../work/alerts/try-receivers.ts";
import { leaveWithNotice, takeNotice } from "../../shell/notice.ts";
import { linesIn, readForm } from "../read-form.ts";
import { type Reader, readerOf } from "../reader-of.ts";
import { type AlertsPageParts, alertsPage, alertsPath } from "./alerts-page.ts";
import { readAlerts } from "./read-alerts.ts";
import { alertsTexts } from "./texts.ts";

export async function showAlerts(c: Context<AppEnv>): Promise<Response> {
  const reader = await readerOf(c, "manager");
  const notice = wordFor(alertsTexts[reader.language].notices, takeNotice(c));
  return c.html(await page(c, reader, { notice }));
}

export async function saveWebhook(c: Context<AppEnv>): Promise<Response> {
  const reader = await readerOf(c, "admin");
  const form = await readForm(c);
  const read = receiverShapes.webhook.safeParse({ url: form.get("url")?.trim() });
  if (!read.success) {
    const errors = new Map([["url", alertsTexts[reader.language].wrong.url!]]);
    return c.html(await page(c, reader, { typed: { of: "webhook", form, errors } }), 422);
  }
  await keepWebhook(c.get("services"), reader.member, read.data);
  return leaveWithNotice(c, "receiver_saved", alertsPath);
}

export async function saveEmail(c: Context<AppEnv>): Promise<Response> {
  const reader = await readerOf(c, "admin");
  const words = alertsTexts[reader.language];
  const form = await readForm(c);
  const url = form.get("apiUrl")?.trim();
  const read = receiverShapes.email.safeParse({
    url,
    key: form.get("key")?.trim() || (await keptKey(c, reader, url)),
    from: form.get("from")?.trim(),
    to: linesIn(form, "to"),
  });
  if (!read.success) {
    const names = read.error.issues.map(({ path: [field] }) => String(field));
    const errors = new Map(names.map((name) => [name === "url" ? "apiUrl" : name, words.wrong[name]!]));
    return c.html(await page(c, reader, { typed: { of: "email", form, errors } }), 422);
  }
  await keepMail(c.get("services"), reader.member, read.data);
  return leaveWithNotice(c, "receiver_saved", alertsPath);
}

export async function removeReceiver(c: Context<AppEnv>): Promise<Response> {
  const { member } = await readerOf(c, "admin");
  const kind = (await readForm(c)).get("decision") === "email" ? "email" : "webhook";
  await callRpc(member.client, "remove_alert_receiver", { workspace: member.workspace, kind });
  return leaveWithNotice(c, "receiver_removed", alertsPath);
}

export async function chooseKinds(c: Context<AppEnv>): Promise<Response> {
  const { member } = await readerOf(c, "admin");
  const wanted = (await readForm(c)).getAll("kinds");
  const kinds = alertKinds.filter((kind) => !wanted.includes(kind));
  await callRpc(member.client, "mute_alerts", { workspace: member.workspace, kinds });
  return leaveWithNotice(c, "kinds_saved", alertsPath);
}

/** Writes to each receiver; what they answered is on this page, and nowhere kept. */
export async function testAlerts(c: Context<AppEnv>): Promise<Response> {
  const reader = await readerOf(c, "admin");
  const tried = await tryReceivers(c.get("services"), reader.member, reader.language);
  return c.html(await page(c, reader, { tried }));
}

/** The key of now, for the address of now alone: another address would be handed what nobody sees. */
async function keptKey(c: Context<AppEnv>, { member }: Reader, url: string | undefined): Promise<string> {
  const { db, config } = c.get("services");
  const receivers = await readReceivers(db, member.workspace);
  const held = receivers.find(({ kind }) => kind === "email");
  const access: MailAccess | null =
    held === undefined ? null : openAccess(config.channelKeys, member.workspace, "email", held.sealed);
  return access !== null && access.url === url ? access.key : "";
}

async function page(c: Context<AppEnv>, reader: Reader, more: Partial<AlertsPageParts>) {
  const { config } = c.get("services");
  const environment = {
    hasWebhook: config.alertWebhookUrl !== null,
    hasKeys: config.channelKeys.length > 0,
  };
  return alertsPage({ reader, settings: await readAlerts(reader.member), environment, ...more });
}
