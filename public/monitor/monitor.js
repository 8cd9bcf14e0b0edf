// What htmx cannot do without eval under our CSP: no poll while the tab is hidden (a filter such as
// `every 5s [!document.hidden]` compiles code), and saying how fresh the page is.
const live = document.getElementById("live");
const fresh = document.querySelector("[data-updated]");
const lost = document.querySelector(".lost");
const locale = document.documentElement.lang === "it" ? "it-IT" : "en-GB";
const clock = new Intl.DateTimeFormat(locale, { timeStyle: "long", timeZone: fresh.dataset.zone });

function isFresh() {
  fresh.textContent = `${fresh.dataset.updated} ${clock.format(new Date())}`;
  lost.textContent = "";
}

function isLost() {
  if (lost.textContent === "") lost.textContent = lost.dataset.text;
}

document.addEventListener("htmx:config:request", (event) => {
  if (document.hidden && event.detail.ctx.sourceElement === live) event.preventDefault();
});
document.addEventListener("htmx:after:request", (event) => {
  const { status } = event.detail.ctx.response;
  if (status === 200 || status === 304) isFresh();
  else if (status !== 401) isLost();
});
document.addEventListener("htmx:error", isLost);
isFresh();
// Told to screen readers too: what is there when the page comes up is not announced by itself.
document.querySelector(".notice")?.focus();
