import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import { hasRole } from "../../model/staff.ts";
import type { Html } from "./format.ts";
import { type FrameTexts, frameTexts } from "./frame-texts.ts";
import { icon } from "./icon.ts";
import type { Shell, ShellChannel } from "./shell.ts";
import { momentWords } from "./since-words.ts";

interface Said {
  mood: "well" | "wait" | "problem";
  /** What it is, then what more there is to know. */
  words: string;
  more: (string | null)[];
}

/** The state of the company's number, of several the worst, as `#pill`: a link to the number's page. */
export function pillView(shell: Shell, language: Language): Html {
  const t = frameTexts[language];
  const channels = shell.channels
    .map((channel) => ({ channel, said: stateOf(shell, language, channel) }))
    .toSorted((a, b) => ranks[b.said.mood] - ranks[a.said.mood]);
  const [worst] = channels;
  if (!worst) return pill("/monitor/settings/channels", { mood: "wait", words: t.pill.none, more: [] });
  const { channel, said } = worst;
  const isWell = said.mood === "well" && channels.length > 1;
  return isWell
    ? pill("/monitor/settings/channels", {
        mood: "well",
        words: t.pill.all(channels.length),
        more: [sentText(t, shell.channels)],
      })
    : pill(`/monitor/settings/channels/${channel.id}`, said);

  function pill(href: string, { mood, words, more }: Said): Html {
    const rest = more.filter((each) => each !== null);
    return html`<a id="pill" class="pill ${mood}" href="${href}">${
      mood === "problem" ? icon("warn", 16) : html`<span class="dot" aria-hidden="true"></span>`
    }<span class="unseen">${t.pill.label}: </span><span class="words">${words}</span>${
      rest.length > 0 && html` <span class="rest">· ${rest.join(" · ")}</span>`
    }</a>`;
  }
}

const ranks = { well: 0, wait: 1, problem: 2 };

function stateOf(shell: Shell, language: Language, channel: ShellChannel): Said {
  const t = frameTexts[language];
  const at = (moment: string) => momentWords(language, shell.workspace.timeZone, shell.now, moment);
  const { name, state, pauseReason, connectionStatus, queued } = channel;
  const since = channel.since ? at(channel.since) : t.pill.lately;
  const waiting = queued > 0 ? t.pill.waiting(queued) : null;
  if (state === "paused" && pauseReason === "staff")
    return { mood: "wait", words: t.pill.staff(name, since), more: [waiting, todo(shell, t, t.pill.resume)] };
  if (state === "paused") {
    const reason = pauseReason === "staff" || pauseReason === null ? "session_down" : pauseReason;
    const verb = reason === "session_down" ? t.pill.reconnect : t.pill.look;
    return {
      mood: "problem",
      words: t.pill[reason](name, since),
      more: [waiting, todo(shell, t, verb)],
    };
  }
  // What a vendor says of an active number holds before anybody has paused it.
  if (connectionStatus === "connecting") return { mood: "wait", words: t.pill.connecting(name), more: [] };
  if (connectionStatus !== null && connectionStatus !== "connected")
    return {
      mood: "problem",
      words: t.pill.session_down(name, since),
      more: [todo(shell, t, t.pill.reconnect)],
    };
  const words = connectionStatus === "connected" ? t.pill.connected(name) : t.pill.active(name);
  if (channel.beginLockedUntil)
    return {
      mood: "wait",
      words: t.pill.mayNotBegin(name, at(channel.beginLockedUntil)),
      more: [sentText(t, [channel])],
    };
  const back = channel.backAt ? t.pill.back(clockOf(shell, channel.backAt)) : null;
  if (channel.capFreesAt)
    return { mood: "wait", words, more: [t.pill.full(channel.dailyLimit, at(channel.capFreesAt))] };
  return { mood: "well", words, more: [back, sentText(t, [channel])] };
}

/** What to do, for who may; whom to tell, for who may not. */
function todo({ me, resumers }: Shell, t: FrameTexts, verb: string): string {
  if (hasRole(me.role, "manager")) return verb;
  return t.pill.call(resumers.length > 0 ? resumers.slice(0, 2).join(t.pill.or) : t.pill.anyone);
}

function sentText(t: FrameTexts, channels: readonly ShellChannel[]): string {
  const sent = channels.reduce((sum, { sentToday }) => sum + sentToday, 0);
  const limits = channels.map(({ dailyLimit }) => dailyLimit);
  if (limits.includes(0)) return t.pill.sentFree(sent);
  return t.pill.sent(
    sent,
    limits.reduce((sum, limit) => sum + limit, 0),
  );
}

function clockOf({ workspace: { timeZone } }: Shell, at: string): string {
  return new Intl.DateTimeFormat("it-IT", {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(new Date(at));
}
