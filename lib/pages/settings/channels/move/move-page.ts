import { html } from "hono/html";
import { wordFor } from "../../../../base/language.ts";
import { hasRole } from "../../../../model/staff.ts";
import type { ChannelVendor } from "../../../../outbox/channel-vendors.ts";
import type { Html } from "../../../shell/format.ts";
import { selectField } from "../../fields.ts";
import type { Reader } from "../../reader-of.ts";
import { settingsDocument } from "../../settings-document.ts";
import { channelsPath } from "../channels-page.ts";
import type { ListedChannel } from "../read-channels.ts";
import { channelTexts } from "../texts.ts";
import { firstStep, numberStep, retireStep, textsStep, waitingStep } from "./move-steps.ts";
import type { Move } from "./read-move.ts";
import { moveTexts } from "./texts.ts";

export interface MovePageParts {
  reader: Reader;
  from: ListedChannel;
  /** In use, beside it. */
  others: ListedChannel[];
  to: ListedChannel | null;
  /** Null where there is no other number. */
  move: Move | null;
  vendors: readonly ChannelVendor[];
  hasKeys: boolean;
  notice?: string | null;
}

/** From one number to another, step by step: how far each is, and the one thing that it wants. */
export function movePage(parts: MovePageParts): Html {
  const { reader, from, others, to, move, notice } = parts;
  const { language, member } = reader;
  const t = moveTexts[language];
  const words = channelTexts[language];
  const path = `${channelsPath}/${from.id}/move`;
  const view = { form: new URLSearchParams({ to: to?.id ?? "" }), errors: new Map<string, string>() };
  const choices = others.map(({ id, name }): [string, string] => [id, name]);
  const own = to ? `${path}?to=${to.id}` : path;
  return settingsDocument({
    language,
    member,
    title: t.title(from.name),
    intro: t.intro,
    path: own,
    back: { href: `${channelsPath}/${from.id}`, word: from.name },
    notice: wordFor(words.notices, notice ?? null),
    main: html`${
      others.length > 1 &&
      html`<form method="get" action="${path}" class="sheet">${selectField(view, { name: "to", label: t.to, choices })}
<div class="actions"><button>${t.choose}</button></div></form>`
    }
<ol class="move">${numberStep({ ...parts, own })}
${to && move && html`${textsStep(reader, move)}${firstStep({ reader, from, to, own })}${waitingStep(reader, from, move)}${retireStep({ reader, from, to, move, own, isAdmin: hasRole(member.role, "admin") })}`}</ol>`,
  });
}
