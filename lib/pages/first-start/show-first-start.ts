import type { Context } from "hono";
import { html } from "hono/html";
import { Problem } from "../../base/problem.ts";
import { callRpc } from "../../db/call-rpc.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { requestOrigin } from "../../web/request-origin.ts";
import { staffMember } from "../../web/staff-member.ts";
import { documentView } from "../shell/document.ts";
import { openPage } from "../shell/open-page.ts";
import { texts } from "../shell/texts.ts";
import { askedPage } from "../sign-in/next-page.ts";
import { firstStartPath, firstStartStyle, firstStartView } from "./first-start-view.ts";
import { callAddresses, readFirstSteps } from "./first-steps.ts";
import { firstStartTexts } from "./texts.ts";

/** The steps on a page of their own, also once people are there. */
export async function showFirstStart(c: Context<AppEnv>): Promise<Response> {
  const opened = await openPage(c, firstStartPath);
  if (opened instanceof Response) return opened;
  const { client, language, shell } = opened;
  const steps = await readFirstSteps(client);
  if (!steps) throw new Problem("forbidden", "This account is not a member of any workspace.");
  const addresses = callAddresses(c.get("services").vendors, requestOrigin(c));
  return c.html(
    documentView({
      language,
      title: `${firstStartTexts[language].title} · ${texts[language].product}`,
      section: "chat",
      shell,
      layout: "page",
      main: html`<h1 class="unseen">${firstStartTexts[language].title}</h1>
${firstStartView({ language, role: shell.me.role, steps, addresses })}`,
      style: firstStartStyle,
      otherLanguage: (code) => `${firstStartPath}?lang=${code}`,
    }),
  );
}

/** A step is done as it is; back to the page that the button was on. */
export async function settleFirstStep(c: Context<AppEnv>): Promise<Response> {
  const { client, workspace } = await staffMember(c);
  await callRpc(client, "settle_first_step", { workspace, step: c.req.param("step")! });
  return c.redirect(askedPage(c) ?? "/monitor", 303);
}
