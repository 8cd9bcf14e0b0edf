// A button that copies what a field shows, where the browser lets pages copy.
for (const place of document.querySelectorAll("[data-copies]")) {
  if (!navigator.clipboard) break;
  const { copies, word, done } = place.dataset;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "main";
  button.textContent = word;
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(copies).value);
    said.textContent = ` ${done}`;
  });
  place.replaceChildren(button, said);
}
