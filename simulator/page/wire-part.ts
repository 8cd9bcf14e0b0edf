import { html } from "hono/html";
import { maskSecrets } from "../control/mask-secrets.ts";
import type { ApiRequest, WebhookPost, WireEntry } from "../world/wire-entry.ts";
import { type Html, timeText, type View } from "./view.ts";

const MOST = 60;

export function wirePart(view: View): Html {
  const entries = view.sim.world.wire(MOST);
  if (entries.length === 0) return html`<p class="empty" data-key="empty">${view.words.wireEmpty}</p>`;
  return html`${entries.map((entry) => wireRow(view, entry))}`;
}

function wireRow(view: View, entry: WireEntry): Html {
  const isPost = entry.kind === "webhook";
  return html`<details class="entry ${entry.kind}" data-key="wire-${entry.id}"><summary>
      <time>${timeText(view, entry.at)}</time>
      <span class="way" aria-hidden="true">${isPost ? "→" : "←"}</span>
      <span class="name">${named(entry)}<small>${brief(entry)}</small></span>
      ${isPost ? postStatus(view, entry) : requestStatus(view, entry)}
    </summary>
    ${isPost && entry.lost && html`<p>${view.words.lostHint}</p>`}
    <h4>${isPost ? `${entry.method} ${entry.path}` : view.words.body}</h4><pre>${pretty(entry.body)}</pre>
    ${isPost ? attempts(view, entry) : html`<h4>${view.words.answer}</h4><pre>${pretty(entry.note ?? entry.answer)}</pre>`}
  </details>`;
}

function postStatus(view: View, post: WebhookPost): Html {
  if (post.lost) return pill("bad", view.words.lost);
  if (post.held) return pill("wait", view.words.held);
  const last = post.attempts.at(-1);
  if (!last) return pill("wait", view.words.waitingAnswer);
  const again = post.attempts.length > 1 ? ` ×${post.attempts.length}` : "";
  return pill(colour(last.status), `${last.status ?? "✕"}${again}`);
}

function requestStatus(view: View, request: ApiRequest): Html {
  if (request.status !== null) return pill(colour(request.status), String(request.status));
  if (request.note === null) return pill("wait", view.words.waitingAnswer);
  return pill("bad", request.note);
}

function attempts(view: View, post: WebhookPost): Html {
  return html`${post.attempts.map(
    (attempt, index) => html`<h4>${view.words.answer} · ${view.words.attempt} ${index + 1} ·
      ${attempt.status ?? view.words.noAnswer}</h4><pre>${attempt.answer}</pre>`,
  )}`;
}

function pill(kind: "good" | "odd" | "bad" | "wait", text: string): Html {
  return html`<span class="pill ${kind}">${text}</span>`;
}

function colour(status: number | null): "good" | "odd" | "bad" {
  if (status === null || status >= 500) return "bad";
  return status < 300 ? "good" : "odd";
}

// biome-ignore lint/suspicious/noExplicitAny: bodies are whatever was sent, as JSON.
type Loose = Record<string, any>;

/** The one fact that tells two entries of the same name apart. */
function brief(entry: WireEntry): string {
  const body = (entry.body ?? {}) as Loose;
  if (entry.kind === "request") return body.to ?? body.recipient ?? body.mobile ?? body.name ?? "";
  if (entry.source === "meta" || entry.source === "cunnekt") return metaBrief(body);
  if (entry.source === "google") return body.lead_id;
  if (entry.source === "cloudtalk") {
    return body.external_number ?? body.data?.external_number ?? body.data?.caller_number ?? "";
  }
  if (body.event === "messages.update") return `status ${body.data.update.status}`;
  if (body.event === "session.status") return body.data.status;
  if (body.event === "messages.reaction") return body.data[0].reaction.text;
  const message = [body.data?.messages].flat()[0];
  if (message?.key.fromMe) return "fromMe";
  if (message) return message.messageBody || fileBrief(message.message);
  return body.data?.error ?? "";
}

const TITLES = {
  cloudtalk: "",
  wasender: "",
  meta: "Meta · ",
  cunnekt: "Cunnekt · ",
  google: "Google · ",
} as const;

function named(entry: WireEntry): string {
  if (entry.kind === "webhook") return `${TITLES[entry.source]}${entry.event}`;
  return `${TITLES[entry.service]}${entry.method} ${entry.path}`;
}

function metaBrief(body: Loose): string {
  const value = body.entry?.[0]?.changes?.[0]?.value ?? body;
  const message = value.messages?.[0] ?? value.data ?? {};
  return (
    message.text?.body ??
    message.text ??
    message.type ??
    value.message_template_name ??
    value.leadgen_id ??
    ""
  );
}

function fileBrief(content: Loose): string {
  return content.documentMessage?.fileName ?? Object.keys(content)[0] ?? "";
}

function pretty(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(maskSecrets(value), null, 2);
}
