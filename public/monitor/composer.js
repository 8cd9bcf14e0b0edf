// The box under a thread: Enter sends, drafts are kept a person in this tab, `/` offers ready texts, @ calls a colleague, chosen
// files are shown, and what a failed request did not take stays.
import { closeMenu, followMenu, menuKey } from "./ready-menu.js";

const box = () => document.getElementById("composer");
const say = () => document.getElementById("say");
let typing = 0;
/** The field of what was sent last. */
let wrote = "say";

function store(contact, draft) {
  const key = `aftercall-draft-${contact}`;
  try {
    if (draft?.text) sessionStorage.setItem(key, JSON.stringify(draft));
    else sessionStorage.removeItem(key);
  } catch {
    // Blocked or full: the box itself still has it.
  }
}

function stored(contact) {
  try {
    return JSON.parse(sessionStorage.getItem(`aftercall-draft-${contact}`));
  } catch {
    return null;
  }
}

/** By rows: a style would be inline, which our CSP refuses when htmx settles it. */
function grow(field) {
  field.rows = 1;
  const { lineHeight, paddingBlockStart, paddingBlockEnd } = getComputedStyle(field);
  const height = field.scrollHeight - parseFloat(paddingBlockStart) - parseFloat(paddingBlockEnd);
  field.rows = Math.min(12, Math.max(1, Math.round(height / parseFloat(lineHeight))));
}

/** A box that came up: with the draft that was left, unless the server filled it. */
function open() {
  const field = say();
  if (!field || field.dataset.open) return;
  field.dataset.open = "yes";
  const { contact } = box().dataset;
  const draft = stored(contact);
  // A page without htmx came back after the text was taken.
  const isTaken = draft?.submitted && location.hash === "#composer";
  if (isTaken) store(contact, null);
  else if (draft?.text && field.value === "") {
    field.value = draft.text;
    // Sent once already, perhaps in vain: under the same key it is the same message.
    if (draft.submitted) field.form.elements.key.value = draft.key;
  } else if (field.value !== "") keep();
  for (const button of document.querySelectorAll("#composer [data-mention]")) button.hidden = false;
  grow(field);
}

function keep({ submitted = false } = {}) {
  const field = say();
  if (field)
    store(box().dataset.contact, { text: field.value, key: field.form.elements.key.value, submitted });
}

function insert(text) {
  const field = say();
  field.value = field.value.startsWith("/") || field.value === "" ? text : `${field.value} ${text}`;
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

addEventListener("input", ({ target }) => {
  if (!(target instanceof HTMLTextAreaElement) || !target.closest("#composer")) return;
  grow(target);
  if (target.id !== "say") return;
  const draft = stored(box().dataset.contact);
  // Changed since: another message.
  if (draft?.submitted && draft.text !== target.value) target.form.elements.key.value = crypto.randomUUID();
  keep();
  typing = Date.now();
  document.getElementById("typing").value = "1";
  followMenu(target);
});
setInterval(() => {
  const flag = document.getElementById("typing");
  if (flag && Date.now() - typing > 10_000) flag.value = "";
}, 2_000);

addEventListener("keydown", (event) => {
  const { target, key, shiftKey, isComposing } = event;
  if (!(target instanceof HTMLTextAreaElement) || !target.closest("#composer")) return;
  if (target.id === "say" && menuKey(event, insert)) return event.preventDefault();
  if (key === "Escape") target.blur();
  if (key !== "Enter" || shiftKey || isComposing) return;
  event.preventDefault();
  target.form.requestSubmit(target.form.querySelector("button.send"));
});

addEventListener("click", (event) => {
  const { target } = event;
  if (!(target instanceof Element)) return;
  const ready = target.closest("#composer [data-body]");
  if (ready) {
    event.preventDefault();
    closeMenu();
    insert(ready.dataset.body);
  }
  const mention = target.closest("#composer [data-mention]");
  if (mention) {
    const note = document.getElementById("say-note");
    note.value = `${note.value}${/(^|\s)$/.test(note.value) ? "" : " "}@${mention.dataset.mention} `;
    note.focus();
  }
  const tab = target.closest("#composer .composer-tabs label");
  if (tab) {
    // Before the next key is pressed.
    event.preventDefault();
    tab.control.checked = true;
    document.getElementById(tab.dataset.field)?.focus();
  }
});

/** What is answered: in the box, and with the files. */
function quote(id, who = "", words = "") {
  const line = document.getElementById("quoting");
  for (const field of document.querySelectorAll("#composer [name=quoted]")) field.value = id;
  line.querySelector("b").textContent = who;
  line.querySelector("p span").textContent = words;
  line.hidden = id === "";
  say().focus();
}

addEventListener("click", (event) => {
  const { target } = event;
  if (!(target instanceof Element) || !document.getElementById("quoting") || !say()) return;
  const chosen = target.closest("[data-quote]");
  if (!chosen && !target.closest("#quoting [data-drop]")) return;
  event.preventDefault();
  if (!chosen) return quote("");
  const bubble = chosen.closest(".bubble");
  const words = bubble.querySelector(".said")?.textContent.slice(0, 200);
  const who = bubble.querySelector(".unseen").textContent.replace(/:$/, "");
  document.querySelector('#composer [data-field="say"]').control.checked = true;
  quote(chosen.dataset.quote, who, words ?? document.getElementById("quoting").dataset.none);
});

addEventListener("change", ({ target }) => {
  if (!(target instanceof HTMLInputElement) || target.type !== "file" || !target.closest("#composer")) return;
  const names = [...target.files].map(({ name }) => name);
  document.getElementById("chosen").textContent = names.join(", ");
});

addEventListener("submit", ({ target }) => {
  if (!(target instanceof HTMLFormElement) || !target.closest("#composer")) return;
  wrote = target.id === "note" ? "say-note" : "say";
  if (target.id === "answer") keep({ submitted: true });
});

document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  const path = new URL(ctx.request.action, location.href).pathname;
  if (ctx.request.method !== "POST" || !path.startsWith("/monitor/c/")) return;
  if (ctx.response.status >= 400) return failed();
  // What came back says whether it was taken: an empty box, or the text again.
  if (path.endsWith("/messages") || path.endsWith("/files")) store(box().dataset.contact, null);
});
document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
  if (ctx?.request?.method === "POST") failed();
});
document.addEventListener("htmx:after:swap", () => {
  const isNew = say() && !say().dataset.open;
  open();
  if (!isNew) return;
  // Who wrote a note goes on in the note: the next words must not go to the customer.
  const tab = document.querySelector(`#composer [data-field="${wrote}"]`);
  if (tab) tab.control.checked = true;
  document.getElementById(wrote)?.focus({ preventScroll: true });
});

function failed() {
  const line = document.getElementById("unsent");
  if (line) line.textContent = line.dataset.text;
}

open();
