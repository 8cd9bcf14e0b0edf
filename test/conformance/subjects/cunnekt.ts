import { expect } from "vitest";
import { createCunnektProvider } from "../../../lib/vendors/cunnekt/create-cunnekt-provider.ts";
import { cunnekt } from "../../../lib/vendors/cunnekt/vendor.ts";
import { received } from "../../providers/cunnekt/bodies.ts";
import { graphError } from "../../providers/meta/bodies.ts";
import type { Subject } from "../subject.ts";

export const webhookToken = "cunnekt-webhook-token-of-the-tests";

export const cunnektSubject: Subject = {
  vendor: cunnekt,
  env: { CUNNEKT_API_KEY: "cunnekt-api-key-of-the-tests", CUNNEKT_WEBHOOK_TOKEN: webhookToken },
  events: {
    table: "whatsapp_messages",
    delivery: (n) => received(n, "Buongiorno"),
    genuine: () => ({ "x-webhook-token": webhookToken }),
    wrong: () => ({ "x-webhook-token": "another" }),
  },
  numbers: {
    apiKey: "0123456789abcdef0123456789abcdef01234567",
    create: ({ apiUrl, ...options }) =>
      createCunnektProvider({ ...options, baseUrl: apiUrl, style: "documented" }),
    answers: [
      [
        "taken, in Meta's shape",
        {
          status: 200,
          body: {
            messaging_product: "whatsapp",
            contacts: [{ input: "393330001001", wa_id: "393330001001" }],
            messages: [{ id: "wamid.A1" }],
          },
        },
        { kind: "accepted", providerMessageId: "wamid.A1", whatsappId: "wamid.A1" },
      ],
      [
        "taken, in its own",
        { status: 200, body: { data: { id: 4711 } } },
        { kind: "accepted", whatsappId: "4711" },
      ],
      [
        "something said, and no id",
        { status: 200, body: { status: "success", message: "Message queued" } },
        {
          kind: "uncertain",
          code: "unreadable_answer",
          message: expect.stringContaining("Message queued") as string,
        },
      ],
      ["nothing said", { status: 200, body: "" }, { kind: "uncertain", code: "unreadable_answer" }],
      [
        "a wrong key",
        { status: 401, body: { message: "Unauthorized" } },
        { kind: "not_sent", pause: "bad_key" },
      ],
      ["a payment", { status: 402, body: {} }, { kind: "not_sent", pause: "plan_ended" }],
      [
        "slow down",
        { status: 429, body: {} },
        { kind: "not_sent", code: "rate_limited", retryAfterMs: 60_000 },
      ],
      [
        "a closed window, in Meta's code",
        { status: 400, body: graphError(131047, "Re-engagement message") },
        { kind: "failed", code: "window_closed" },
      ],
      ["refused", { status: 400, body: { error: "Invalid mobile" } }, { kind: "failed", code: "refused" }],
      ["broken", { status: 502, body: "<html>" }, { kind: "uncertain", code: "server_error" }],
    ],
  },
};
