import { patch } from "./patch.js";

const EVERY_MS = 1000;
const picker = document.getElementById("customer");
const trouble = document.getElementById("trouble");
const { lang, offline } = document.body.dataset;
let shown = { version: 0, customer: picker.value, line: undefined };
let line = document.querySelector("[data-part=lines] [aria-pressed=true]").dataset.open;
let busy = Promise.resolve();

/** Whose phone is on the page. */
export const customerId = () => picker.value;

/** Which of their chats is. */
export const openLine = () => line;

export function showTrouble(text) {
  trouble.hidden = !text;
  trouble.textContent = text ?? "";
}

/** Without a number: the chat in which something passed last. */
export function selectCustomer(id, wish) {
  line = wish;
  if (![...picker.options].some((option) => option.value === id)) picker.add(new Option(id, id));
  picker.value = id;
  const address = new URL(location.href);
  address.searchParams.set("customer", id);
  if (line) address.searchParams.set("line", line);
  else address.searchParams.delete("line");
  history.replaceState(null, "", address);
  return refresh(true);
}

export const openChat = (wish) => selectCustomer(picker.value, wish);

/** One at a time: a slow answer must not draw over a newer one. */
export function refresh(anyway = false) {
  busy = busy.then(() => draw(anyway)).catch(() => showTrouble(offline));
  return busy;
}

async function draw(anyway) {
  const state = await (await fetch("/state.json")).json();
  if (trouble.textContent === offline) showTrouble(null);
  const playing = state.story?.state === "running";
  if (!anyway && !playing && state.version === shown.version && isShown()) return;
  const customer = picker.value;
  const wish = line;
  const query = new URLSearchParams({ customer, lang, ...(wish && { line: wish }) });
  const { version, parts, line: drawn } = await (await fetch(`/parts.json?${query}`)).json();
  if (picker.value !== customer || line !== wish) return;
  line = drawn;
  shown = { version, customer, line };
  for (const region of document.querySelectorAll("[data-part]")) {
    const changed = patch(region, parts[region.dataset.part]);
    if (changed && region.dataset.part === "chat") region.scrollTop = region.scrollHeight;
  }
  picker.value = customer;
}

const isShown = () => picker.value === shown.customer && line === shown.line;

export function keepRefreshing() {
  setInterval(() => document.hidden || refresh(), EVERY_MS);
  document.addEventListener("visibilitychange", () => document.hidden || refresh());
  picker.addEventListener("change", () => selectCustomer(picker.value));
}
