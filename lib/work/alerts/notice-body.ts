import type { Language } from "../../base/language.ts";
import type { Vendor } from "../../vendors/vendor.ts";
import { vendors } from "../../vendors/vendors.ts";
import type { Notice } from "./alert-store.ts";
import { type AlertWords, alertWords } from "./alert-texts.ts";

/** What Slack shows (`text`), and the same for programs (`type`, `timestamp`, `data`, as Standard Webhooks suggests). */
export interface NoticeBody {
  text: string;
  type: "alert.opened" | "alert.closed";
  timestamp: string;
  data: {
    id: string;
    kind: string;
    subject: string;
    since: string;
    until: string | null;
    details: object;
  };
}

/** `origin` is the monitor's, `https://host`; null leaves the link out. In Italian for a company in Italy. */
export function noticeBody(
  notice: Notice,
  origin: string | null,
  list: readonly Vendor[] = vendors,
): NoticeBody {
  const { id, kind, subject, since, closedAt, facts, phase } = notice;
  const isOver = phase === "closed";
  const words = alertWords[notice.workspace.country === "IT" ? "it" : "en"];
  return {
    text: [...(isOver ? over(words, notice, list) : begun(words, notice, list)), link(words, origin)]
      .filter(Boolean)
      .join("\n"),
    type: isOver ? "alert.closed" : "alert.opened",
    timestamp: utc(isOver ? closedAt! : notice.openedAt),
    data: {
      id,
      kind,
      subject,
      since: utc(since),
      until: isOver ? utc(closedAt!) : null,
      details: facts.freesAt ? { ...facts, freesAt: utc(facts.freesAt) } : facts,
    },
  };
}

function utc(iso: string): string {
  return new Date(iso).toISOString();
}

function begun(words: AlertWords, notice: Notice, list: readonly Vendor[]): string[] {
  return [
    `*${escaped(words.what(notice, list))}*`,
    `${words.since} ${moment(words.language, notice, notice.since)}. ${escaped(words.todo(notice, list))}`,
  ];
}

function over(words: AlertWords, notice: Notice, list: readonly Vendor[]): string[] {
  const [since, until] = [notice.since, notice.closedAt!].map((at) => moment(words.language, notice, at));
  return [
    `*${words.over}: ${escaped(words.what(notice, list))}*`,
    `${words.since} ${since}. ${words.until} ${until}.`,
  ];
}

function link(words: AlertWords, origin: string | null): string | null {
  return origin && `<${origin}/monitor|${words.open}>`;
}

/** With its day: it is read whenever. */
function moment(language: Language, { workspace }: Notice, iso: string): string {
  return new Intl.DateTimeFormat(language === "it" ? "it-IT" : "en-GB", {
    timeZone: workspace.timeZone,
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(new Date(iso));
}

/** Slack's three control characters (docs.slack.dev, Formatting message text); asterisks and the like stay. */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
