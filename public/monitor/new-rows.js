// A soft mark on what came since this browser's last look, and one sentence for screen readers.
// A look ends when the page is hidden or left; on a wall, where nobody looks away, a mark lasts five minutes.
const store = "aftercall-seen";
const patience = 5 * 60_000;
const news = document.querySelector(".news");
const firstShown = new Map();
let leaving = false;
// Within a look, from page to page: the session's. At its begin: the browser's.
const seen = read(sessionStorage) ?? read(localStorage) ?? {};

function read(storage) {
  try {
    return JSON.parse(storage.getItem(store));
  } catch {
    return null;
  }
}

function write(storage, value) {
  try {
    storage.setItem(store, JSON.stringify(value));
  } catch {
    // Blocked or full: nothing is marked next time.
  }
}

/** The whole lists only: behind a filter or on an older page the newest may be missing. */
function rows() {
  return [...document.querySelectorAll("[data-kind]")].flatMap((list) =>
    [...list.children].map((row) => ({ row, kind: list.dataset.kind, id: Number(row.dataset.id) })),
  );
}

function highest() {
  const ids = { ...seen };
  for (const { dataset } of document.querySelectorAll("[data-kind]")) ids[dataset.kind] ??= 0;
  for (const { kind, id } of rows()) ids[kind] = Math.max(ids[kind], id);
  return ids;
}

function mark() {
  // The first look at a list ever: nothing of it is news.
  for (const [kind, id] of Object.entries(highest())) seen[kind] ??= id;
  const counts = { calls: 0, messages: 0 };
  for (const { row, kind, id } of rows()) {
    const key = `${kind}-${id}`;
    if (id > seen[kind]) {
      if (!firstShown.has(key)) firstShown.set(key, Date.now());
      if (Date.now() - firstShown.get(key) > patience) seen[kind] = id;
    }
    const isNew = id > seen[kind];
    row.toggleAttribute("data-new", isNew);
    if (isNew) counts[kind]++;
  }
  const text =
    counts.calls + counts.messages > 0
      ? news.dataset.text.replace("{calls}", counts.calls).replace("{messages}", counts.messages)
      : "";
  // Unchanged text that is set again would be read out again.
  if (news.textContent !== text) news.textContent = text;
  write(sessionStorage, seen);
}

addEventListener("pagehide", () => {
  leaving = true;
  write(localStorage, highest());
});
addEventListener("pageshow", () => {
  leaving = false;
});
document.addEventListener("visibilitychange", () => {
  if (!document.hidden || leaving) return;
  Object.assign(seen, highest());
  write(localStorage, seen);
  mark();
});
document.addEventListener("htmx:after:swap", mark);
document.addEventListener("htmx:after:request", mark);
mark();
