import { html } from "hono/html";
import type { ChatMessage } from "../world/chat-message.ts";
import type { Customer } from "../world/customer.ts";
import type { Line } from "../world/line.ts";
import type { Html, View } from "./view.ts";

export function customerOptions(view: View): Html {
  const { words, customer: shown } = view;
  return html`${view.sim.world.customers.map((customer) => {
    const fresh = unread(customer);
    return html`<option data-key="${customer.id}" value="${customer.id}"
      ${customer.id === shown.id ? "selected" : ""}>${customer.name}${fresh > 0 ? ` (${fresh} ${words.fresh})` : ""}</option>`;
  })}`;
}

export function aboutPart(view: View): Html {
  const { customer, words } = view;
  const marks = [
    customer.addressing === "lid-only" ? words.hiddenNumber : null,
    customer.addressing === "lid" ? "LID" : null,
    customer.onWhatsapp ? null : words.noWhatsapp,
    customer.isPhoneOff ? words.phoneOff : null,
  ].filter(Boolean);
  return html`<span data-key="about">${customer.phone}${marks.length > 0 ? ` · ${marks.join(" · ")}` : ""}</span>
    ${
      unread(customer) > 0 && !view.sim.world.switches.autoRead
        ? html`<button id="read-now" data-key="read" type="button" data-message="read">${words.readNow}</button>`
        : ""
    }`;
}

/** How the customer is seen by WhatsApp: under the phone. */
export function seenPart(view: View): Html {
  const { customer, words } = view;
  const ways = ["pn", "lid", "lid-only"] as const;
  return html`<label class="field" data-key="addressing">${words.addressing}
      <select id="addressing" name="addressing" data-customer>${ways.map(
        (way) =>
          html`<option value="${way}" ${way === customer.addressing ? "selected" : ""}>${
            words[`addressing_${way}`]
          }</option>`,
      )}</select></label>
    <label class="check" data-key="on-whatsapp"><input id="onWhatsapp" type="checkbox" name="onWhatsapp" data-customer
      ${customer.onWhatsapp ? "checked" : ""}> ${words.onWhatsapp}</label>
    <label class="check" data-key="is-off"><input id="isPhoneOff" type="checkbox" name="isPhoneOff" data-customer
      ${customer.isPhoneOff ? "checked" : ""}> ${words.isPhoneOff}</label>
    <p class="note" data-key="lid">LID ${customer.lid}@lid · ${customer.bsuid} · @${customer.username}</p>`;
}

export function unread(customer: Customer, line?: Line): number {
  const isUnread = (message: ChatMessage) => message.from === "business" && message.status < 4;
  return customer.chat.filter((message) => isUnread(message) && (!line || message.line === line)).length;
}
