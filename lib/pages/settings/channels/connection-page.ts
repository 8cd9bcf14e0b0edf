import { html } from "hono/html";
import { wordFor } from "../../../base/language.ts";
import type { ConnectionQr } from "../../../model/provider.ts";
import type { Html } from "../../shell/format.ts";
import type { Reader } from "../reader-of.ts";
import { settingsDocument } from "../settings-document.ts";
import { channelsPath } from "./channels-page.ts";
import { qrView } from "./qr-view.ts";
import type { ListedChannel } from "./read-channels.ts";
import { channelTexts } from "./texts.ts";

/** `absent`: this vendor gives no code; `keys`: it does, with more credentials. */
export type Linking = ConnectionQr | { kind: "absent" } | { kind: "keys" };

/** How a phone links the number again. */
export function connectionPage(reader: Reader, channel: ListedChannel, linking: Linking): Html {
  const words = channelTexts[reader.language];
  const path = `${channelsPath}/${channel.id}`;
  const hasSteps = linking.kind === "qr" || linking.kind === "waiting" || linking.kind === "failed";
  return settingsDocument({
    language: reader.language,
    member: reader.member,
    title: words.reconnectTitle(channel.name),
    path: `${path}/connect`,
    back: { href: path, word: channel.name },
    live: true,
    main: html`<section class="sheet">
${hasSteps && html`<ol class="sentences">${words.reconnectSteps.map((step) => html`<li>${step}</li>`)}</ol>`}
${linkingView(reader, channel, linking)}</section>`,
  });
}

/** What stands under the steps; asks for itself again until it is linked. */
export function linkingView({ language }: Reader, { id }: ListedChannel, linking: Linking): Html {
  const words = channelTexts[language];
  const path = `${channelsPath}/${id}/connect`;
  if (linking.kind === "absent" || linking.kind === "keys") {
    return html`<p class="note">${linking.kind === "keys" ? words.noQrKeys : words.noQr}</p>`;
  }
  if (linking.kind === "connected") return html`<p class="notice" role="status">${words.linked}</p>`;
  return html`<div id="linking" hx-get="${path}/live" hx-trigger="every 4s" hx-swap="outerHTML">
${linking.kind === "qr" && qrView(linking.data, words.qrLabel)}
<p class="quiet">${
    linking.kind === "qr"
      ? words.scanning
      : linking.kind === "failed"
        ? wordFor(words.qrFailed, linking.code)
        : words.waitingForCode
  }</p>
<noscript><p><a class="button" href="${path}">${words.refresh}</a></p></noscript></div>`;
}
