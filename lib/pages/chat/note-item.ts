import { html } from "hono/html";
import type { Html } from "../shell/format.ts";
import type { ChatView } from "./chat-view.ts";
import { colleague } from "./colleague.ts";
import type { ThreadNote } from "./inbox.ts";

/** What a colleague wrote about this person, for us alone. */
export function noteItem(view: ChatView, { id, userId, body, at, mentions }: ThreadNote): Html {
  const { w, moments, me } = view;
  const who = (user: string | null) =>
    user === null ? "Aftercall" : user === me ? w.thread.you : colleague(view, user);
  const to = mentions.length > 0 && ` · ${w.note.mentions(mentions.map(who).join(w.thread.and))}`;
  return html`<li class="bubble slip" id="note-${id}"><p class="said">${body}</p>
<p class="meta">${w.note.word} · ${who(userId)}${to} · ${moments.time(at, moments.clock(at))}</p></li>`;
}
