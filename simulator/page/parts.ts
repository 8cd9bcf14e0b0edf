import { callWithPart } from "./call-part.ts";
import { chatPart } from "./chat-part.ts";
import { cunnektPart } from "./cunnekt-part.ts";
import { leadWithPart } from "./lead-part.ts";
import { linesPart } from "./lines-part.ts";
import { metaPart } from "./meta-part.ts";
import { aboutPart, customerOptions, seenPart } from "./phone-part.ts";
import { storyPart } from "./story-part.ts";
import { faultsPart, switchesPart } from "./switches-part.ts";
import type { Html, View } from "./view.ts";
import { wirePart } from "./wire-part.ts";

/** The regions of the page that change by themselves, by the name in their `data-part`. */
export const PARTS: Record<string, (view: View) => Html> = {
  story: storyPart,
  callWith: callWithPart,
  leadWith: leadWithPart,
  faults: faultsPart,
  switches: switchesPart,
  meta: metaPart,
  cunnekt: cunnektPart,
  customers: customerOptions,
  about: aboutPart,
  lines: linesPart,
  chat: chatPart,
  seen: seenPart,
  wire: wirePart,
};

export async function renderParts(view: View): Promise<Record<string, string>> {
  const rendered = Object.entries(PARTS).map(
    async ([name, part]) => [name, String(await part(view))] as const,
  );
  return Object.fromEntries(await Promise.all(rendered));
}
