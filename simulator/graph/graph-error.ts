import { randomBytes } from "node:crypto";

/** A refusal as the Graph API writes it (docs, error codes): rate errors too are 400, and the code alone says what it is. */
export class GraphError extends Error {
  readonly status: 400 | 401 | 403 | 404 | 500;
  readonly body: { error: Record<string, unknown> };

  constructor(
    code: number,
    message: string,
    {
      status = 400,
      ...more
    }: { status?: GraphError["status"]; details?: string } & Record<string, unknown> = {},
  ) {
    super(message);
    this.status = status;
    const { details, ...rest } = more;
    this.body = {
      error: {
        message: `(#${code}) ${message}`,
        type: "OAuthException",
        code,
        ...(details !== undefined && { error_data: { messaging_product: "whatsapp", details } }),
        ...rest,
        fbtrace_id: `A${randomBytes(16).toString("base64url")}`,
      },
    };
  }
}

export const badParameter = (details: string) => new GraphError(100, "Invalid parameter", { details });

/** An id in the address that stands for nothing here. */
export const noSuchObject = (method: string, id: string) =>
  new GraphError(
    100,
    `Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation`,
    { error_subcode: 33 },
  );

/** The error of a status, and of a refusal: the same code in another dress (docs, error codes). */
export function statusError(code: number) {
  const [title, details] = STATUS_ERRORS[code] ?? ["Something went wrong", "Something went wrong."];
  return {
    code,
    title,
    message: title,
    error_data: { details },
    href: "https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes",
  };
}

const STATUS_ERRORS: Record<number, [title: string, details: string]> = {
  131026: ["Message undeliverable", "Message Undeliverable."],
  131047: [
    "Re-engagement message",
    "Message failed to send because more than 24 hours have passed since the customer last replied to this number.",
  ],
  131049: [
    "This message was not delivered to maintain healthy ecosystem engagement.",
    "In order to maintain a healthy ecosystem engagement, the message failed to be delivered.",
  ],
  131050: [
    "User has stopped receiving marketing messages",
    "The recipient chose to stop receiving marketing messages.",
  ],
  131053: ["Media upload error", "Media could not be downloaded from the link."],
  132015: ["Template is paused", "The template was paused due to low quality; it cannot be sent."],
};
