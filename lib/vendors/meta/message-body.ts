import type { Outgoing } from "../../model/content.ts";
import type { JsonRecord } from "../shared/as-record.ts";
import { contentPart } from "../shared/whatsapp/content-part.ts";

export type MessageBody = { body: JsonRecord } | { problem: string };

/** The body of `POST /{phone-number-id}/messages` (docs, send messages), or in one sentence why Meta would not take it. */
export function messageBody({ to, recipient, content, quoted, reference }: Outgoing): MessageBody {
  if (to === null && !recipient) return { problem: "Nobody is named to whom this could go." };
  const part = contentPart(content);
  if ("problem" in part) return part;
  return {
    body: {
      messaging_product: "whatsapp",
      recipient_type: "individual",
      // A number without its plus may be read as one of our own country (docs, send messages).
      ...(to === null ? { recipient } : { to }),
      // A reaction names what it is on by itself.
      ...(quoted && content.kind !== "reaction" && { context: { message_id: quoted } }),
      ...part.fields,
      // Said again in each status of the message.
      ...(reference !== undefined && { biz_opaque_callback_data: reference }),
    },
  };
}
