import { html } from "hono/html";
import { encode } from "uqr";
import type { Html } from "../../shell/format.ts";

/** A code for a phone's camera: dark on light with its quiet zone, whatever the page's colours are. */
export function qrView(data: string, label: string): Html {
  const { data: rows, size } = encode(data, { ecc: "L", border: 4 });
  const path = rows
    .flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join("");
  return html`<svg class="qr" role="img" aria-label="${label}" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">
<rect width="${size}" height="${size}" fill="#fff"/><path d="${path}" fill="#000"/></svg>`;
}
