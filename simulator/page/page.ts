import { html, raw } from "hono/html";
import { realVendor } from "../control/real-vendor.ts";
import { callForm } from "./call-part.ts";
import { chatPart } from "./chat-part.ts";
import { cunnektPart } from "./cunnekt-part.ts";
import { leadForm } from "./lead-part.ts";
import { linesPart } from "./lines-part.ts";
import { metaPart } from "./meta-part.ts";
import { aboutPart, customerOptions, seenPart } from "./phone-part.ts";
import { storyPart } from "./story-part.ts";
import { faultsPart, switchesPart } from "./switches-part.ts";
import { type Html, type View, zoneText } from "./view.ts";
import { wirePart } from "./wire-part.ts";

const STYLES = ["base", "layout", "controls", "story", "phone", "lines", "wire"];
const ICON =
  "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'>" +
  "<rect x='7' y='2' width='18' height='28' rx='4' fill='%230f7b5f'/><circle cx='16' cy='25' r='2' fill='white'/></svg>";

export function page(view: View): Html {
  const { words, lang, sim } = view;
  const { settings } = sim;
  const real = realVendor(settings);
  const monitorUrl = settings.monitorUrl ?? `${settings.productUrl}/monitor`;
  return html`<!doctype html>
<html lang="${lang}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>${words.title} · Aftercall</title>
  <link rel="icon" href="${raw(ICON)}">
  ${STYLES.map((name) => html`<link rel="stylesheet" href="/assets/${name}.css">`)}
  <script type="module" src="/assets/main.js"></script>
</head>
<body data-lang="${lang}" data-editing="${words.editing}" data-replying="${words.replyingTo}"
  data-offline="${words.offline}">
  <header class="top">
    <div><h1>${words.title} <span>Aftercall</span></h1><p>${words.subtitle} · ${words.zone.replace("{v}", zoneText(view))}</p></div>
    <nav>
      <a class="out" href="${monitorUrl}" target="aftercall-monitor">${words.monitor} ↗</a>
      <span class="langs">${langLink(view, "it", "Italiano")}${langLink(view, "en", "English")}</span>
    </nav>
  </header>
  ${real ? html`<p class="warning" role="alert">⚠ ${words.realVendor.replace("{v}", real.title)}</p>` : ""}
  <p class="warning" id="trouble" role="alert" hidden></p>
  <main>
    <section class="card story"><h2>${words.story}</h2><p class="note">${words.storyHint}</p>
      <div data-part="story">${storyPart(view)}</div></section>
    <section class="card call"><h2>${words.call}</h2>${callForm(view)}
      <details class="vendor"><summary>${words.lead}</summary>${leadForm(view)}</details></section>
    <section class="card switches"><h2>${words.switches}</h2>
      <div data-part="switches">${switchesPart(view)}</div>
      <details class="vendor" open><summary>${words.faults}</summary><div data-part="faults">${faultsPart(view)}</div></details>
      <details class="vendor"><summary>${words.metaTitle}</summary><div data-part="meta">${metaPart(view)}</div></details>
      <details class="vendor"><summary>${words.cunnektTitle}</summary><div data-part="cunnekt">${cunnektPart(view)}</div></details>
      </section>
    <section class="middle">${phone(view)}
      <details class="card seen"><summary>${words.settings}</summary>
        <div data-part="seen">${seenPart(view)}</div></details></section>
    <section class="card wire"><h2>${words.wire}</h2><p class="note">${words.wireHint}</p>
      <div data-part="wire">${wirePart(view)}</div></section>
  </main>
</body>
</html>`;
}

function phone(view: View): Html {
  const { words } = view;
  return html`<div class="phone">
    <header>
      <label for="customer">${words.phoneOf}</label>
      <select id="customer" data-part="customers">${customerOptions(view)}</select>
      <div class="about" data-part="about">${aboutPart(view)}</div>
    </header>
    <div class="lines" role="group" aria-label="${words.lines}" data-part="lines">${linesPart(view)}</div>
    <div class="chat" role="log" tabindex="0" aria-label="Chat" data-part="chat">${chatPart(view)}</div>
    <div class="quick">
      <button type="button" data-message="text" data-text="${words.quickReply}">${words.quickReply}</button>
      <button type="button" data-message="photo">🖼 ${words.photo}</button>
      <button type="button" data-message="photo" data-count="3">🖼 ${words.photos}</button>
      <button type="button" data-message="video">🎬 ${words.video}</button>
      <button type="button" data-message="pdf">📄 ${words.pdf}</button>
      <button type="button" data-message="voice">🎤 ${words.voice}</button>
      <button type="button" data-message="reaction" data-text="👍" aria-label="${words.thumb}">👍</button>
      <button type="button" data-message="stop">${words.stop}</button>
    </div>
    <form class="composer" id="composer">
      <p class="strip" id="strip" hidden><span></span>
        <button type="button" id="strip-cancel" aria-label="${words.cancel}">✕</button></p>
      <input name="text" aria-label="${words.write}" placeholder="${words.write}" autocomplete="off" maxlength="4096">
      <button class="primary" type="submit" aria-label="${words.send}">➤</button>
    </form>
  </div>`;
}

function langLink(view: View, lang: View["lang"], name: string): Html {
  const current = view.lang === lang ? html`aria-current="true"` : "";
  return html`<a href="/?lang=${lang}&amp;customer=${view.customer.id}" hreflang="${lang}" ${current}>${name}</a>`;
}
