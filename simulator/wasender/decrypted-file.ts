import type { ChatMessage } from "../world/chat-message.ts";
import type { World } from "../world/world.ts";

/** What a customer's bubble holds, small but real of its kind; null for text and for what nobody sent. */
export function decryptedFile(
  world: World,
  messageId: string,
): { type: string; bytes: Uint8Array<ArrayBuffer> } | null {
  const message = world.customers
    .flatMap(({ chat }) => chat)
    .find(({ id, from, deleted }) => id === messageId && from === "customer" && !deleted);
  return message ? fileOf(message) : null;
}

function fileOf({ kind, text }: ChatMessage) {
  switch (kind) {
    case "pdf":
      return {
        type: "application/pdf",
        bytes: pdf(["Bolletta di prova", "Energia elettrica, ottobre 2026", text]),
      };
    case "photo":
      return { type: "image/jpeg", bytes: new Uint8Array(Buffer.from(jpeg, "base64")) };
    case "voice":
      return {
        type: "audio/ogg",
        bytes: new Uint8Array(Buffer.from("OggS\0\x02\0\0\0\0OpusHead", "latin1")),
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

/** One grey dot. */
const jpeg =
  "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AKp//2Q==";
