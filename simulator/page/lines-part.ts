import { html } from "hono/html";
import { LINE_TITLES, LINES, type Line, OWN_NUMBERS } from "../world/line.ts";
import { windowEnd } from "../world/service-window.ts";
import { unread } from "./phone-part.ts";
import { dayTimeText, type Html, type View } from "./view.ts";

/** The customer's chats, one with each number of ours; under them which number it is, and whether free text may go. */
export function linesPart(view: View): Html {
  const { customer, line, words } = view;
  const { settings } = view.sim;
  const there = LINES.filter((one) => one === "wasender" || settings[one]);
  return html`${there.map((one) => {
    const fresh = unread(customer, one);
    return html`<button type="button" id="line-${one}" data-key="${one}" data-open="${one}" aria-pressed="${String(one === line)}">${
      LINE_TITLES[one]
    }${fresh > 0 ? html` <b>${fresh}</b>` : ""}</button>`;
  })}
  <p data-key="about">${OWN_NUMBERS[line].phone}${windowText(view, line)}${
    isTyping(view) ? html` · <em>${words.typing}</em>` : ""
  }</p>`;
}

function windowText(view: View, line: Line): string {
  if (line === "wasender") return "";
  const until = windowEnd(view.customer, line, view.sim.world.now());
  return ` · ${until === null ? view.words.windowClosed : view.words.windowOpen.replace("{v}", dayTimeText(view, until))}`;
}

const TYPING_MS = 25_000;

/** Until we write, or for 25 s (docs, typing indicators). */
function isTyping({ sim, customer, line }: View): boolean {
  const { typing } = sim.world.meta;
  if (line !== "meta" || typing?.customerId !== customer.id) return false;
  const wrote = customer.chat.some(({ from, at }) => from === "business" && at > typing.at);
  return !wrote && sim.world.now() < typing.at + TYPING_MS;
}
