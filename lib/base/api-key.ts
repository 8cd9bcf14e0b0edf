import { createHash, randomBytes } from "node:crypto";

/** How a program's key looks: 32 random bytes behind a word by which scanners and people know it. */
const shape = /^aftercall_[\w-]{43}$/;
/** The same anywhere in a text. */
export const apiKeyPattern = /aftercall_[\w-]{43}/g;

export interface ApiKey {
  /** Shown once. */
  key: string;
  /** Told apart by it in lists. */
  prefix: string;
  hash: string;
}

export function createApiKey(): ApiKey {
  return describeApiKey(`aftercall_${randomBytes(32).toString("base64url")}`);
}

/** What is kept of a key. */
export function describeApiKey(key: string): ApiKey {
  return { key, prefix: key.slice(0, "aftercall_".length + 6), hash: hashApiKey(key) };
}

/** SHA-256 in hex: enough for what is random itself. */
export function hashApiKey(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}

/** Whether a bearer token is meant as a key; a JWT begins otherwise. */
export function claimsToBeApiKey(token: string): boolean {
  return token.startsWith("aftercall_");
}

export function isApiKey(token: string): boolean {
  return shape.test(token);
}
