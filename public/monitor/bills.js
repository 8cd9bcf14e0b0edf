// The photo's tools: larger, smaller, turned by a quarter. By classes: the pages allow no style in an element.
const photo = document.querySelector(".photo");
const tools = document.querySelector(".tools .turns");
if (photo && tools) {
  let [zoom, turn] = [0, 0];
  tools.hidden = false;
  tools.addEventListener("click", ({ target }) => {
    const what = target.closest("[data-do]")?.dataset.do;
    if (what === "in") zoom = Math.min(zoom + 1, 3);
    if (what === "out") zoom = Math.max(zoom - 1, 0);
    if (what === "turn") turn = (turn + 1) % 4;
    photo.className = `photo zoom-${zoom} turn-${turn}`;
  });
  // One press makes it larger where it would leave the page.
  photo.querySelector(".whole")?.addEventListener("click", (event) => {
    event.preventDefault();
    zoom = zoom === 0 ? 2 : 0;
    photo.className = `photo zoom-${zoom} turn-${turn}`;
  });
}

// Escape puts the reasons away.
const reasons = document.querySelector(".reasons");
addEventListener("keydown", ({ key }) => {
  if (key !== "Escape" || !reasons?.open) return;
  reasons.open = false;
  reasons.querySelector("summary").focus();
});

document.querySelector(".strip [aria-current]")?.scrollIntoView({ block: "nearest" });
// On a phone the row of lists is wider than the screen.
document.querySelector(".head [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
