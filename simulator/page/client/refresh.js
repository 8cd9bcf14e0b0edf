import { patch } from "./patch.js";

const EVERY_MS = 1000;
const picker = document.getElementById("customer");
const trouble = document.getElementById("trouble");
const { lang, offline } = document.body.dataset;
let shown = { version: 0, customer: picker.value };
let busy = Promise.resolve();

/** Whose phone is on the page. */
export const customerId = () => picker.value;

export function showTrouble(text) {
  trouble.hidden = !text;
  trouble.textContent = text ?? "";
}

export function selectCustomer(id) {
  if (![...picker.options].some((option) => option.value === id)) picker.add(new Option(id, id));
  picker.value = id;
  const address = new URL(location.href);
  address.searchParams.set("customer", id);
  history.replaceState(null, "", address);
  return refresh(true);
}

/** One at a time: a slow answer must not draw over a newer one. */
export function refresh(anyway = false) {
  busy = busy.then(() => draw(anyway)).catch(() => showTrouble(offline));
  return busy;
}

async function draw(anyway) {
  const state = await (await fetch("/state.json")).json();
  if (trouble.textContent === offline) showTrouble(null);
  const playing = state.story?.state === "running";
  if (!anyway && !playing && state.version === shown.version && picker.value === shown.customer) return;
  const customer = picker.value;
  const query = new URLSearchParams({ customer, lang });
  const { version, parts } = await (await fetch(`/parts.json?${query}`)).json();
  if (picker.value !== customer) return;
  shown = { version, customer };
  for (const region of document.querySelectorAll("[data-part]")) {
    const changed = patch(region, parts[region.dataset.part]);
    if (changed && region.dataset.part === "chat") region.scrollTop = region.scrollHeight;
  }
  picker.value = customer;
}

export function keepRefreshing() {
  setInterval(() => document.hidden || refresh(), EVERY_MS);
  document.addEventListener("visibilitychange", () => document.hidden || refresh());
  picker.addEventListener("change", () => selectCustomer(picker.value));
}
