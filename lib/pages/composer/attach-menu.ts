import { html } from "hono/html";
import type { Services } from "../../services.ts";
import type { MediaLimits } from "../../vendors/vendor.ts";
import { maxUploadBytes } from "../../work/attachments/max-upload-bytes.ts";
import type { Html } from "../shell/format.ts";
import { icon } from "../shell/icon.ts";
import { type ComposerParts, type Draft, personPath } from "./composer-parts.ts";
import { composerTexts } from "./texts.ts";

/** The form that `attachMenu`'s fields belong to: in a form of its own, files need no script. */
export function filesForm({ thread }: ComposerParts, draft: Draft | null): Html {
  const path = `${personPath(thread.person.id)}/files`;
  return html`<form id="send-files" method="post" action="${path}" enctype="multipart/form-data" hx-post="${path}"
  hx-encoding="multipart/form-data" hx-target="#composer" hx-swap="outerHTML"><input type="hidden" name="key" value="${crypto.randomUUID()}"><input type="hidden" name="quoted" value="${draft?.quoted ?? ""}"></form>`;
}

/** The paper clip: files of one's own, with words under the first. Null where the number sends none. */
export function attachMenu(parts: ComposerParts): Html | null {
  const { language, services, thread } = parts;
  const t = composerTexts[language];
  if (!fileLimits(services, thread.composer.channel?.vendor)) return null;
  return html`<details class="menu attach"><summary class="button icon-only" title="${t.attach}">${icon("clip")}<span class="unseen">${t.attach}</span></summary>
<div><label for="files">${t.files}</label><input id="files" type="file" name="files" form="send-files" multiple required aria-describedby="limits">
<p id="chosen" class="quiet" role="status"></p><p id="limits" class="quiet">${t.limits(`${maxUploadBytes / 1024 / 1024} MB`)}</p>
<label for="caption">${t.caption}</label><input id="caption" name="caption" form="send-files" maxlength="1024" autocomplete="off">
<button class="main" form="send-files">${icon("send", 16)}${t.sendFiles}</button></div></details>`;
}

/** What files a channel of this vendor can send; null: none. */
export function fileLimits(
  { channelVendors }: Pick<Services, "channelVendors">,
  vendor: string | undefined,
): MediaLimits | null {
  return channelVendors.find(({ name }) => name === vendor)?.numbers.capabilities.attachments ?? null;
}
