// Keys for what pages mark: `data-key="r"` is focused where it is a field, else clicked; `g c` is g, then c. The first that is
// visible counts. j and k go through the elements with `data-row`. Off in fields, with a modifier, and inside an open menu.
const patience = 1_500;
let before = { key: "", at: 0 };

addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isField(event.target))
    return;
  if (event.isComposing || event.key.length !== 1) return;
  const together = event.timeStamp - before.at < patience ? `${before.key} ${event.key}` : "";
  const done = (together && press(together)) || move(event.key) || press(event.key);
  before = done ? { key: "", at: 0 } : { key: event.key, at: event.timeStamp };
  if (done) event.preventDefault();
});

// Escape leaves the field, and closes the menu that it is in.
addEventListener("keydown", ({ key, target }) => {
  if (key !== "Escape" || !(target instanceof HTMLElement)) return;
  const menu = target.closest("details.menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  } else if (target.matches("input[type=search]")) target.blur();
});

// A menu closes when something else is pressed.
addEventListener("pointerdown", ({ target }) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
});

function isField(target) {
  return (
    target instanceof Element &&
    target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]")
  );
}

/** What is in a closed menu is reached all the same; what a narrow page hides is not. */
function marked(key) {
  const all = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)];
  return all.find((element) => element.checkVisibility() || element.closest("details.menu:not([open])"));
}

function press(key) {
  const element = marked(key);
  if (!element || element.disabled) return false;
  if (isField(element)) element.focus();
  else element.click();
  return true;
}

function move(key) {
  if (key !== "j" && key !== "k") return false;
  const rows = [...document.querySelectorAll("[data-row]")].filter((row) => row.checkVisibility());
  if (rows.length === 0) return false;
  const here = rows.indexOf(document.activeElement?.closest("[data-row]"));
  const start = here >= 0 ? here : rows.findIndex((row) => row.matches("[aria-current]"));
  const next = key === "j" ? Math.min(start + 1, rows.length - 1) : Math.max(start - 1, 0);
  rows[next].focus();
  rows[next].scrollIntoView({ block: "nearest" });
  return true;
}
