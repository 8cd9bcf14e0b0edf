import { apiKeyPattern } from "./api-key.ts";

/**
 * What may be kept of a delivery. Secrets go: Wasender puts the session's API key in `sessionId`, QR and passkey
 * events hold linking credentials (Wasender docs, webhook-message-update, webhook-qrcode-updated), and `mediaKey` opens a
 * customer's file, which WhatsApp hands out, encrypted, to whoever has its address. The customer's own words stay: a
 * replay needs them, and only the service reads these columns.
 */
const secretKeys = new Set([
  "sessionid",
  "apikey",
  "authorization",
  "password",
  "secret",
  "token",
  "accesstoken",
  "refreshtoken",
  "webhooksecret",
  "qr",
  "qrcode",
  "mediakey",
]);
/** That a delivery was signed is kept; the signature is not. */
const namedHeaders = ["svix-signature", "webhook-signature"];
const keptHeaders = [
  "content-type",
  "content-length",
  "user-agent",
  "svix-id",
  "webhook-id",
  "svix-timestamp",
  "x-vercel-id",
];
export const redacted = "[redacted]";
/** Kept among the headers of a delivery whose signature was verified, whatever its vendor calls that header. */
export const signedMark = "aftercall-signed";

/** A copy of `value` without anything stored under a secret's name, and without `secrets` wherever they stand. */
export function redactBody(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === "string") return withoutSecrets(value, secrets);
  if (Array.isArray(value)) return value.map((item) => redactBody(item, secrets));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      withoutSecrets(key, secrets),
      isSecretKey(key) && item !== null ? redacted : redactBody(item, secrets),
    ]),
  );
}

/**
 * The same for a body that could not be parsed: by pattern, since it has no keys. The lookbehind keeps the pattern from
 * starting again inside a long word, which would make it quadratic.
 */
export function redactText(text: string, secrets: readonly string[]): string {
  const pattern = /(?<![\w.-])("?[\w.-]+"?)(\s{0,9}[:=]\s{0,9})("(?:[^"\\]|\\.)*"|[^\s&,}"?]+)/g;
  const clean = text.replace(pattern, (whole, key: string, sign: string) =>
    isSecretKey(key) ? `${key}${sign}"${redacted}"` : whole,
  );
  return withoutSecrets(clean, secrets);
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
  let clean = text.includes("aftercall_") ? text.replace(apiKeyPattern, redacted) : text;
  for (const secret of secrets) if (secret.length >= 6) clean = clean.replaceAll(secret, redacted);
  return clean;
}

/** Only headers that help to understand a delivery, never one that authenticates it. */
export function redactHeaders(headers: Headers): Record<string, string> {
  const kept = keptHeaders.filter((name) => headers.has(name));
  const named = namedHeaders.filter((name) => headers.has(name));
  return Object.fromEntries([
    ...kept.map((name) => [name, headers.get(name)!.slice(0, 500)]),
    ...named.map((name) => [name, redacted]),
  ]);
}

function isSecretKey(key: string): boolean {
  return secretKeys.has(key.toLowerCase().replace(/[^a-z]/g, ""));
}
