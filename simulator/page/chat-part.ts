import { html } from "hono/html";
import { voiceSeconds } from "../world/chat-file.ts";
import type { ChatMessage, ChatStatus } from "../world/chat-message.ts";
import { OWN_NUMBERS } from "../world/line.ts";
import type { Send } from "../world/send.ts";
import { type Html, timeText, type View } from "./view.ts";

const TICKS: Record<ChatStatus, string> = { 0: "⚠", 1: "🕓", 2: "✓", 3: "✓✓", 4: "✓✓" };
const ICONS = { text: "", photo: "🖼", video: "🎬", pdf: "📄", voice: "🎤" } as const;

/** What the phone shows, and below it, pale, what is on its way to it. */
export function chatPart(view: View): Html {
  const { customer, line } = view;
  const chat = customer.chat.filter((message) => message.line === line);
  const coming = view.sim.world.sends.filter(
    (send) =>
      send.customerId === customer.id && send.line === line && isShown(send) && !chat.includes(send.message),
  );
  if (chat.length + coming.length === 0) {
    return html`<p class="empty" data-key="empty">${view.words.chatEmpty}</p>`;
  }
  return html`${chat.map((message) => bubble(view, message))}${coming.map((send) => comingBubble(view, send))}`;
}

/** A reaction of ours is no bubble. */
function isShown({ message }: Send): boolean {
  return message.kind !== "text" || message.text !== "";
}

function bubble(view: View, message: ChatMessage): Html {
  const { words } = view;
  const quoted = message.quotes ? view.customer.chat.find((other) => other.id === message.quotes) : null;
  return html`<article class="bubble ${message.from} ${message.kind}" data-key="${message.id}">
    ${quoted ? html`<blockquote>${author(view, quoted)}: ${shortText(view, quoted)}</blockquote>` : ""}
    ${message.deleted ? html`<p class="gone">🚫 ${words.deletedText}</p>` : content(view, message)}
    <footer>
      ${message.edited && !message.deleted ? html`<span>${words.edited}</span>` : ""}
      <time>${timeText(view, message.at, false)}</time>
      <span class="ticks s${message.status}" title="${words[`tick_${message.status}`]}">${TICKS[message.status]}</span>
    </footer>
    ${message.choices.length > 0 ? choices(message) : ""}
    ${message.reaction ? html`<span class="reaction">${message.reaction}</span>` : ""}
    ${message.deleted ? "" : menu(view, message)}
  </article>`;
}

function comingBubble(view: View, send: Send): Html {
  const { words } = view;
  const { message } = send;
  return html`<article class="bubble business coming" data-key="coming-${message.id}">
    ${content(view, message)}
    <footer><span class="ticks s${message.status}">${TICKS[message.status]}</span>
      <span>${message.status === 0 ? words.failed : words.onItsWay}</span></footer>
  </article>`;
}

function content(view: View, message: ChatMessage): Html {
  const text = message.text ? html`<p class="text">${message.text}</p>` : "";
  if (message.kind === "text") return html`${text}`;
  const label = html`<span aria-hidden="true">${ICONS[message.kind]}</span> ${fileLabel(view, message)}`;
  const type = view.sim.world.files.get(message.id)?.type;
  if (type === undefined) return html`<p class="file">${label}</p>${text}`;
  const at = `/files/${encodeURIComponent(message.id)}`;
  const shown = type.startsWith("image/")
    ? html`<img class="picture" src="${at}" alt="${fileLabel(view, message)}">`
    : type.startsWith("audio/")
      ? html`<audio controls preload="metadata" src="${at}"></audio>`
      : type.startsWith("video/")
        ? html`<video class="picture" controls preload="metadata" src="${at}"></video>`
        : html`<p class="file"><a href="${at}" target="_blank">${label}</a></p>`;
  return html`${shown}${text}`;
}

/** What can be tapped under it. */
function choices({ id, choices }: ChatMessage): Html {
  return html`<div class="choices">${choices.map(
    (choice) =>
      html`<button type="button" data-message="tap" data-target="${id}" data-choice="${choice.id}">${choice.title}${
        choice.description ? html`<small>${choice.description}</small>` : ""
      }</button>`,
  )}</div>`;
}

function menu(view: View, message: ChatMessage): Html {
  const { words } = view;
  const { id } = message;
  const text = shortText(view, message);
  const own = message.from === "customer";
  return html`<details class="menu"><summary aria-label="${words.more}">⌄</summary><div>
    <button type="button" data-quote="${id}" data-text="${text}">${words.reply}</button>
    ${own && message.kind === "text" ? html`<button type="button" data-edit="${id}" data-text="${message.text}">${words.edit}</button>` : ""}
    ${own ? html`<button type="button" data-message="delete" data-target="${id}">${words.remove}</button>` : ""}
    ${
      own
        ? ""
        : html`<span class="reactions">${["👍", "❤️", "🙏"].map(
            (emoji) =>
              html`<button type="button" data-message="reaction" data-target="${id}" data-text="${
                message.reaction === emoji ? "" : emoji
              }">${emoji}</button>`,
          )}</span>`
    }
  </div></details>`;
}

function fileLabel(view: View, message: ChatMessage): string {
  if (message.kind === "voice") return `${view.words.voiceNote} · 0:0${voiceSeconds}`;
  return message.fileName ?? view.words[message.kind === "text" ? "pdf" : message.kind];
}

function shortText(view: View, message: ChatMessage): string {
  const text = message.text || fileLabel(view, message);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function author(view: View, message: ChatMessage): string {
  return message.from === "business" ? OWN_NUMBERS[message.line].name : view.words.you;
}
