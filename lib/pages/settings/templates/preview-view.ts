import { html } from "hono/html";
import { callRpc } from "../../../db/call-rpc.ts";
import type { StaffMember } from "../../../model/staff.ts";
import type { Html } from "../../shell/format.ts";
import type { SettingsTexts } from "../texts.ts";

export interface Preview {
  text: string;
  /** Whose call gave the values; null: they are made up. */
  contactName: string | null;
}

/** `own`: with the reader's name as the agent's. Null for a text that cannot be saved. */
export function readPreview(
  { client, workspace }: StaffMember,
  body: string,
  own = false,
): Promise<Preview | null> {
  return callRpc(client, "preview_text", { workspace, body, own }) as Promise<Preview | null>;
}

/** How a customer gets it. */
export function previewView({ templates: words }: SettingsTexts, preview: Preview | null): Html {
  const said = preview?.contactName ? words.previewOf(preview.contactName) : words.previewSample;
  return html`<section class="sheet" id="preview" aria-live="polite"><h2>${words.preview}</h2>${
    preview
      ? html`<blockquote class="bubble">${preview.text}</blockquote><p class="quiet">${said}</p>`
      : html`<p class="wrong">${words.previewWrong}</p>`
  }</section>`;
}
