import type { Context } from "hono";
import { Problem } from "../../base/problem.ts";
import { callRpc } from "../../db/call-rpc.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { requestOrigin } from "../../web/request-origin.ts";
import { staffMember } from "../../web/staff-member.ts";
import { type OpenedPage, openPage } from "../shell/open-page.ts";
import { askedPage } from "../sign-in/next-page.ts";
import { firstStartPage } from "./first-start-page.ts";
import { firstStartPath } from "./first-start-view.ts";
import { callAddresses, readFirstSteps } from "./first-steps.ts";

/** The steps on a page of their own, also once people are there. */
export async function showFirstStart(c: Context<AppEnv>): Promise<Response> {
  const opened = await openPage(c, firstStartPath);
  if (opened instanceof Response) return opened;
  const steps = await readFirstSteps(opened.client);
  if (!steps) throw new Problem("forbidden", "This account is not a member of any workspace.");
  return c.html(firstStartPage({ ...opened, steps, addresses: addressesOf(c) }));
}

/** In the place of a list with nobody in it; null once a call or a message came. */
export async function firstStartInstead(
  c: Context<AppEnv>,
  { client, language, shell }: OpenedPage,
): Promise<Response | null> {
  const steps = await readFirstSteps(client);
  if (!steps || steps.received) return null;
  return c.html(firstStartPage({ language, shell, steps, addresses: addressesOf(c), path: "/monitor" }));
}

/** A step is done as it is; back to the page that the button was on. */
export async function settleFirstStep(c: Context<AppEnv>): Promise<Response> {
  const { client, workspace } = await staffMember(c);
  await callRpc(client, "settle_first_step", { workspace, step: c.req.param("step")! });
  return c.redirect(askedPage(c) ?? "/monitor", 303);
}

function addressesOf(c: Context<AppEnv>): [title: string, address: string][] {
  return callAddresses(c.get("services").vendors, requestOrigin(c));
}
