// What htmx cannot do under our CSP, where its filters would need eval: no poll while the tab is hidden, no row that moves under
// the pointer, and a thread that follows only who stands at its end.
const live = document.getElementById("live");
const lost = document.getElementById("lost");
const rows = document.getElementById("rows-pane");
const said = document.getElementById("said");
const toEnd = document.getElementById("to-end");
const place = `aftercall-list${new URLSearchParams(location.search).get("view") ?? ""}`;
const slowPoll = 45_000;
let wasAtEnd = true;
let newest = lastItem();

function isBusy() {
  return rows.scrollTop > 0 || rows.matches(":hover") || rows.contains(document.activeElement);
}

/** Its content grows upwards: 0 is the end, and less is above it. */
function isAtEnd() {
  return said.scrollTop > -40;
}

function lastItem() {
  return document.querySelector("#items > :last-child")?.id;
}

document.addEventListener("htmx:config:request", (event) => {
  const { ctx } = event.detail;
  if (ctx.sourceElement !== live) return;
  // htmx looks at the page before its extension has come, where that is slow: the first question would be without.
  ctx.request.headers["HX-PTag"] ??= live.getAttribute("hx-ptag");
  if (document.hidden) event.preventDefault();
  else if (isBusy()) ctx.request.body.set("hold", "1");
});
document.addEventListener("htmx:before:swap", () => {
  if (said) wasAtEnd = isAtEnd();
});
document.addEventListener("htmx:after:swap", ({ detail }) => {
  if (detail.ctx.sourceElement !== live) {
    // What somebody just did shows at once.
    if (detail.ctx.request.method !== "GET") htmx.trigger(live, "refresh");
    return;
  }
  if (!said || lastItem() === newest) return;
  newest = lastItem();
  const isOurs = document.getElementById(newest).matches(".ours, .slip");
  if (wasAtEnd || isOurs) said.scrollTop = 0;
  else toEnd.hidden = false;
});
document.addEventListener("htmx:after:request", ({ detail }) => {
  if (detail.ctx.sourceElement !== live) return;
  const { status } = detail.ctx.response;
  if (status < 400) isFresh();
  else if (status !== 401) isLost();
});
document.addEventListener("htmx:error", ({ detail }) => {
  if (detail.ctx?.sourceElement === live) isLost();
});

let freshAt = new Date();
function isFresh() {
  freshAt = new Date();
  lost.textContent = "";
}
function isLost() {
  if (lost.textContent !== "") return;
  const options = { hour: "2-digit", minute: "2-digit", timeZone: lost.dataset.zone };
  const time = new Intl.DateTimeFormat(document.documentElement.lang, options).format(freshAt);
  lost.textContent = lost.dataset.text.replace("{time}", time);
}

toEnd?.addEventListener("click", (event) => {
  event.preventDefault();
  said.scrollTop = 0;
});
said?.addEventListener("scroll", () => {
  if (isAtEnd()) toEnd.hidden = true;
});

// A tab that nobody looks at: its title alone, slowly.
setInterval(async () => {
  if (!document.hidden) return;
  try {
    const answer = await fetch(`${live.getAttribute("hx-get")}&hidden=1`);
    if (answer.ok) document.title = (await answer.json()).title;
  } catch {
    // The next one tells.
  }
}, slowPoll);

// From person to person the list stays where it was.
addEventListener("pagehide", () => sessionStorage.setItem(place, rows.scrollTop));
rows.scrollTop = Number(sessionStorage.getItem(place) ?? 0);
rows.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
