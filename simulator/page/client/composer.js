import { act } from "./actions.js";

const form = document.getElementById("composer");
const strip = document.getElementById("strip");
const { replying, editing } = document.body.dataset;
let about = null;

/** The writing line: plain, answering a bubble, or rewriting one. */
export function openComposer() {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = form.elements.text.value;
    if (text.trim() === "") return;
    const done = about?.edit
      ? await act("edit", { text, target: about.id })
      : await act("text", { text, quotes: about?.id });
    if (!done) return;
    form.elements.text.value = "";
    setAbout(null);
  });

  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-quote], [data-edit]");
    if (button) {
      const edit = button.dataset.edit;
      setAbout({ id: edit ?? button.dataset.quote, edit: Boolean(edit), text: button.dataset.text });
      if (edit) form.elements.text.value = button.dataset.text;
      button.closest("details").open = false;
      form.elements.text.focus();
    } else if (target.id === "strip-cancel") {
      if (about?.edit) form.elements.text.value = "";
      setAbout(null);
    }
    for (const menu of document.querySelectorAll(".menu[open]"))
      if (!menu.contains(target)) menu.open = false;
  });
}

function setAbout(next) {
  about = next;
  strip.hidden = !next;
  strip.firstElementChild.textContent = next ? `${next.edit ? editing : replying}: ${next.text}` : "";
}
