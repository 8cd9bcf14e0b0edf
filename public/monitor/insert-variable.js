// What a text may name becomes buttons that put it where the cursor is.
for (const item of document.querySelectorAll("[data-insert]")) {
  const field = document.getElementById(item.dataset.into);
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = item.querySelector("span").textContent;
  button.title = item.dataset.insert;
  button.addEventListener("click", () => {
    field.setRangeText(item.dataset.insert, field.selectionStart, field.selectionEnd, "end");
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  item.replaceChildren(button);
}
