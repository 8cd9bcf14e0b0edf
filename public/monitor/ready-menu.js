// Ready texts above the box: what begins with `/` asks the server for those that fit; arrows choose, Enter or Tab takes.
const list = () => document.getElementById("ready");
let asked = 0;

/** After each change of the box. */
export async function followMenu(field) {
  const begun = /^\/([^\n]*)$/.exec(field.value);
  if (!begun) return closeMenu();
  const turn = ++asked;
  const answer = await fetch(`${field.dataset.texts}?part=menu&q=${encodeURIComponent(begun[1])}`, {
    headers: { "hx-request": "true" },
  }).catch(() => null);
  // Only the last question's answer is shown, and what was sent meanwhile needs none.
  if (turn !== asked || !answer?.ok || !field.isConnected) return;
  const menu = list();
  menu.innerHTML = await answer.text();
  menu.hidden = false;
  choose(options().length > 0 ? 0 : -1);
}

export function closeMenu() {
  asked += 1;
  const menu = list();
  if (!menu) return;
  menu.hidden = true;
  menu.replaceChildren();
  document.getElementById("say")?.removeAttribute("aria-activedescendant");
}

/** Whether the menu took this key. */
export function menuKey({ key, isComposing }, take) {
  const menu = list();
  if (!menu || menu.hidden || isComposing) return false;
  const all = options();
  const here = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
  if (key === "ArrowDown") choose(Math.min(here + 1, all.length - 1));
  else if (key === "ArrowUp") choose(Math.max(here - 1, 0));
  else if (key === "Escape") closeMenu();
  else if ((key === "Enter" || key === "Tab") && all[here]) {
    const { body } = all[here].dataset;
    closeMenu();
    take(body);
  } else return false;
  return true;
}

function options() {
  return [...list().querySelectorAll("[role=option]")];
}

function choose(index) {
  const field = document.getElementById("say");
  options().forEach((option, at) => {
    option.setAttribute("aria-selected", String(at === index));
    if (at !== index) return;
    field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  });
}
