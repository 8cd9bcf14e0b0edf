import type { Services } from "../../services.ts";
import { postJson, type Reply } from "./post-json.ts";
import type { MailAccess } from "./receiver-access.ts";

export interface Mail {
  /** The same for each try: the API sends it once (resend.com/docs/dashboard/emails/idempotency-keys, 24 hours). */
  id: string;
  to: readonly string[];
  subject: string;
  text: string;
}

/** One mail by the company's API, as Resend takes it (resend.com/docs/api-reference/emails/send-email). Never throws. */
export function sendMail(
  { resolveHost }: Pick<Services, "resolveHost">,
  { url, key, from }: MailAccess,
  { id, to, subject, text }: Mail,
): Promise<Reply> {
  return postJson({
    url,
    resolveHost,
    headers: { authorization: `Bearer ${key}`, "idempotency-key": id },
    payload: JSON.stringify({ from, to, subject, text }),
  });
}
