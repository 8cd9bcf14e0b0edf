import { randomBytes } from "node:crypto";

/** `wamid.` and base64 of the phone and of WhatsApp's own id, as Meta's published ones are made. */
export function wamid(phoneDigits: string, from: "business" | "customer"): string {
  const own = randomBytes(from === "business" ? 9 : 10)
    .toString("hex")
    .toUpperCase();
  const part = (text: string) => [text.length, ...Buffer.from(text)];
  const way = from === "business" ? 0x11 : 0x12;
  const bytes = [0x1c, 0x18, ...part(phoneDigits), 0x15, 0x02, 0x00, way, 0x18, ...part(own), 0x00];
  return `wamid.${Buffer.from(bytes).toString("base64")}`;
}
