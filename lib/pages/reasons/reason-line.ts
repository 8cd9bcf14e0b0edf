import { html } from "hono/html";
import { type Language, wordFor } from "../../base/language.ts";
import type { ReasonKind } from "../../settings/reasons-setting.ts";
import type { Format, Html } from "../shell/format.ts";
import { reasonTexts } from "./texts.ts";

/** A row of `reasons_to_write` as `app.reason_json` shows it; times are ISO 8601. */
export interface Reason {
  id: number;
  kind: ReasonKind;
  purpose: "service" | "marketing";
  /** As they were shown, or spoken. */
  words: string | null;
  version: string | null;
  place: string | null;
  /** We began it. */
  byUs: boolean;
  callId: number | null;
  leadId: number | null;
  userId: string | null;
  note: string | null;
  at: string;
  askedAt: string | null;
  confirmedAt: string | null;
  withdrawnAt: string | null;
  withdrawnHow: "stop" | "no" | "staff" | "registry" | null;
  withdrawnBy: string | null;
  withdrawnNote: string | null;
}

/** What happened, in a few words: "Ci ha chiamato". */
export function reasonName(language: Language, { kind, byUs }: Pick<Reason, "kind" | "byUs">): string {
  const t = reasonTexts[language];
  return kind === "called" && byUs ? t.weCalled : (wordFor(t.kinds, kind) ?? kind);
}

/** The same with where and when, on one line: of a decision, a submission. */
export function reasonLine(
  language: Language,
  format: Format,
  reason: Pick<Reason, "kind" | "byUs" | "words" | "place" | "at">,
): Html {
  const { words, place, at } = reason;
  return html`${reasonName(language, reason)}${place && html` · ${place}`}${words && html`: <q>${words}</q>`} <span class="quiet">${format.time(at)}</span>`;
}
