import { randomBytes } from "node:crypto";

/** What a Supabase project is addressed and signed with. */
export interface PlatformKeys {
  publishableKey: string;
  secretKey: string;
  jwtSecret: string;
}

/** Keys in the shape of hosted Supabase: the two prefixes are how a swapped pair is noticed. */
export function generatePlatformKeys(): PlatformKeys {
  return {
    publishableKey: `sb_publishable_${randomBytes(18).toString("base64url")}`,
    secretKey: `sb_secret_${randomBytes(24).toString("base64url")}`,
    jwtSecret: randomBytes(48).toString("base64url"),
  };
}
