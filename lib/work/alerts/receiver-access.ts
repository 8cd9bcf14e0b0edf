import * as z from "zod/mini";
import { openSeal, type SealKey, seal } from "../../base/seal.ts";
import { isPublicUrl } from "./is-public-url.ts";

/** A receiver that a company set in its page. */
export type ReceiverKind = "webhook" | "email";

const email = z.string().check(z.regex(/^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;"]+$/), z.maxLength(254));
const address = z.string().check(z.maxLength(500), z.refine(isPublicUrl));

/** Of each kind what is kept of it, sealed. */
export const receiverShapes = {
  /** Slack's incoming webhook, or what takes the same. */
  webhook: z.object({ url: address }),
  /** An API that takes what Resend's does (docs/alerts.md). */
  email: z.object({
    url: address,
    key: z.string().check(z.regex(/^[\x21-\x7e]{8,500}$/)),
    /** `Name <address>`, or the address alone. */
    from: z
      .string()
      .check(z.maxLength(320), z.regex(/^([^<>\r\n]{1,80} )?<[^\s@<>]+@[^\s@<>]+>$|^[^\s@<>]+@[^\s@<>]+$/)),
    /** Who hears of alerts. */
    to: z.array(email).check(z.minLength(1), z.maxLength(20)),
  }),
} satisfies Record<ReceiverKind, z.ZodMiniType>;

export type WebhookAccess = z.infer<typeof receiverShapes.webhook>;
export type MailAccess = z.infer<typeof receiverShapes.email>;
type Access = { webhook: WebhookAccess; email: MailAccess };

export function sealAccess<Kind extends ReceiverKind>(
  keys: readonly SealKey[],
  workspace: string,
  kind: Kind,
  access: Access[Kind],
): string {
  return seal(keys, JSON.stringify(access), accessContext(workspace, kind));
}

/** Null where no key of the environment opens it. */
export function openAccess<Kind extends ReceiverKind>(
  keys: readonly SealKey[],
  workspace: string,
  kind: Kind,
  sealed: string,
): Access[Kind] | null {
  const opened = openSeal(keys, sealed, accessContext(workspace, kind));
  return opened.kind === "open" ? (JSON.parse(opened.text) as Access[Kind]) : null;
}

/** What a sealed text is bound to, so that it opens as no other company's. */
export function accessContext(workspace: string, kind: ReceiverKind): string {
  return `alerts:${workspace}:${kind}`;
}
