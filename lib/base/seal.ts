import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

/** A key of 32 bytes, and the name by which a sealed text says that it was this one. */
export interface SealKey {
  id: string;
  key: Buffer;
}

export type Opened =
  | { kind: "open"; text: string; keyId: string }
  /** No key of this name is at hand. */
  | { kind: "no_key"; keyId: string }
  /** The key is another than it was, the text is another's, or somebody changed it. */
  | { kind: "broken"; keyId: string };

/** NIST SP 800-38D, 5.2.1.1: 96 bits, at random. */
const nonceBytes = 12;
const tagBytes = 16;

/** `id:base64,id:base64`: the first one seals, each of them opens. Null when it is malformed. */
export function readSealKeys(text: string): SealKey[] | null {
  const keys = text.split(",").map((entry) => {
    const [, id = "", encoded = ""] =
      /^\s*([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/]{43}=|[A-Za-z0-9_-]{43})\s*$/.exec(entry) ?? [];
    return { id, key: Buffer.from(encoded, "base64") };
  });
  const isWhole = keys.every(({ key }) => key.length === 32);
  return isWhole && new Set(keys.map(({ id }) => id)).size === keys.length ? keys : null;
}

/** AES-256-GCM with the first key. `context` says whose text it is: it opens as nobody else's. */
export function seal([first]: readonly SealKey[], text: string, context: string): string {
  if (!first) throw new Error("There is no key to seal with.");
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", first.key, nonce).setAAD(Buffer.from(context));
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return ["v1", first.id, nonce.toString("base64url"), body.toString("base64url")].join(".");
}

export function openSeal(keys: readonly SealKey[], sealed: string, context: string): Opened {
  const [, keyId = "", nonce = "", encoded = ""] = sealed.split(".");
  const known = keys.find(({ id }) => id === keyId);
  if (!known) return { kind: "no_key", keyId };
  try {
    const body = Buffer.from(encoded, "base64url");
    const decipher = createDecipheriv("aes-256-gcm", known.key, Buffer.from(nonce, "base64url"), {
      authTagLength: tagBytes,
    });
    decipher.setAAD(Buffer.from(context)).setAuthTag(body.subarray(-tagBytes));
    const text = Buffer.concat([decipher.update(body.subarray(0, -tagBytes)), decipher.final()]);
    return { kind: "open", text: text.toString("utf8"), keyId };
  } catch {
    return { kind: "broken", keyId };
  }
}
