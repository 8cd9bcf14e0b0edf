import { html } from "hono/html";
import type { ChannelVendor } from "../../../outbox/channel-vendors.ts";
import type { Html } from "../../shell/format.ts";
import { textField } from "../fields.ts";
import type { Reader } from "../reader-of.ts";
import { settingsDocument } from "../settings-document.ts";
import { channelsPath } from "./channels-page.ts";
import { credentialFields } from "./credential-fields.ts";
import { channelTexts } from "./texts.ts";

export interface AddChannelParts {
  reader: Reader;
  vendor: ChannelVendor;
  typed: URLSearchParams;
  errors?: ReadonlyMap<string, string>;
  problem?: string | null;
}

/** A new number at one vendor: its name, and what that vendor asks for. */
export function addChannelPage({
  reader,
  vendor,
  typed,
  errors = new Map(),
  problem,
}: AddChannelParts): Html {
  const { t, language, member } = reader;
  const words = channelTexts[language];
  const path = `${channelsPath}/add?vendor=${vendor.name}`;
  const view = { form: typed, errors };
  return settingsDocument({
    language,
    member,
    title: words.addTo(vendor.title),
    path,
    back: { href: channelsPath, word: words.title },
    problem: problem ?? (errors.size > 0 ? t.wrong(errors.size) : null),
    least: "admin",
    main: html`<form method="post" action="${path}" class="sheet">
${textField(view, { name: "name", label: words.name, hint: words.nameHelp, maxLength: 60 })}
${credentialFields(reader, vendor, view)}
<div class="actions"><button class="main">${words.add}</button></div></form>`,
  });
}
