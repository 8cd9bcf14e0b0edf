import { readFileSync } from "node:fs";
import type { ChatKind } from "./chat-message.ts";

/** What a bubble holds. */
export interface ChatFile {
  type: string;
  bytes: Uint8Array<ArrayBuffer>;
}

const stored = (name: string, type: string): ChatFile => ({
  type,
  bytes: new Uint8Array(readFileSync(new URL(`../files/${name}`, import.meta.url))),
});
/** Two pages of a bill and a meter: whoever sends several sends each in turn. */
const photos = ["bolletta-1.jpg", "bolletta-2.jpg", "contatore.jpg"];
/** Of voce.ogg. */
export const voiceSeconds = 6;

/** What a customer's phone sends of this kind: small, made for this, and real. Null for text. */
export function ownFile(kind: ChatKind, text: string, turn: number): ChatFile | null {
  switch (kind) {
    case "photo":
      return stored(photos[turn % photos.length]!, "image/jpeg");
    case "voice":
      return stored("voce.ogg", "audio/ogg");
    case "video":
      return stored("film.mp4", "video/mp4");
    case "pdf":
      return {
        type: "application/pdf",
        bytes: pdf(["Bolletta di prova", "Energia elettrica, ottobre 2026", text]),
      };
    case "text":
      return null;
  }
}

/** One page with these lines, as PDF 1.4 (ISO 32000) wants it: every object at the place that the table says. */
function pdf(lines: string[]): Uint8Array<ArrayBuffer> {
  const said = lines.map((line) => line.replace(/[^\x20-\x7e]/g, "?").replace(/[\\()]/g, "\\$&"));
  const content = `BT /F1 20 Tf 60 760 Td 28 TL ${said.map((line) => `(${line}) Tj T*`).join(" ")} ET`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  let body = "%PDF-1.4\n";
  const places = objects.map((object, n) => {
    const at = body.length;
    body += `${n + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(at).padStart(10, "0")} 00000 n \n`;
  });
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join("")}`;
  const end = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`;
  return new Uint8Array(Buffer.from(body + table + end, "latin1"));
}
