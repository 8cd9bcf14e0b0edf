import type { Context } from "hono";
import { logProvider } from "../../outbox/log-provider.ts";
import { readSentLog } from "../../outbox/read-sent-log.ts";
import { listMessages } from "../../people/list-messages.ts";
import { vendorNamed } from "../../vendors/vendors.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { openPage } from "../shell/open-page.ts";
import { logPage } from "./log-page.ts";

/** Asked for by a person, never polled: it waits for the provider, 3 s at most. */
export async function showLog(c: Context<AppEnv>): Promise<Response> {
  const page = new URLSearchParams({ page: c.req.query("page") ?? "" });
  const opened = await openPage(c, page.get("page") ? `${c.req.path}?${page}` : c.req.path);
  if (opened instanceof Response) return opened;
  const { client, language, shell } = opened;
  const services = c.get("services");
  const { config, vendors } = services;
  const provider = await logProvider(client, services);
  const [log, ours] = await Promise.all([
    readSentLog({ provider, vendors }, page),
    listMessages(client, new URLSearchParams({ direction: "out", limit: "40" }), config.defaultCountry),
  ]);
  const found = vendorNamed(vendors, provider.name);
  const passes = found?.words[language].passes.messages;
  return c.html(logPage({ language, shell, log, ours, vendor: found?.title ?? provider.name, passes }));
}
