import { html } from "hono/html";
import type { Language } from "../../base/language.ts";
import type { Html } from "../shell/format.ts";
import type { Shell } from "../shell/shell.ts";
import { toastView } from "../shell/toast-view.ts";
import { doneToast } from "./done-toast.ts";
import type { Done } from "./kept-done.ts";

/** For htmx: what was done goes into the page's `#toast`. */
export function toastPartial(
  language: Language,
  shell: Pick<Shell, "now" | "workspace">,
  done: Done,
): Html | null {
  const toast = doneToast(language, shell, done);
  return (
    toast &&
    html`<hx-partial hx-target="#toast" hx-swap="innerHTML">${toastView(language, toast)}</hx-partial>`
  );
}
