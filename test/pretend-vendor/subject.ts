import type { Subject } from "../conformance/subject.ts";
import { createPretendProvider } from "./create-pretend-provider.ts";
import { pretend } from "./vendor.ts";
import { signPretend } from "./verify.ts";

const secret = "pretend-secret-of-the-tests";
const apiKey = "4711-pretend-key-of-the-tests";

export const pretendSubject: Subject = {
  vendor: pretend,
  env: { PRETEND_API_KEY: apiKey, PRETEND_SECRET: secret },
  events: {
    table: "whatsapp_messages",
    delivery: (n) => ({
      kind: "message",
      id: `P-${n}`,
      from: `+39333${String(2_000_000 + n)}`,
      text: "Buongiorno",
      at: null,
    }),
    genuine: (body) => ({ "x-pretend-signature": signPretend(body, secret) }),
    wrong: (body) => ({ "x-pretend-signature": signPretend(body, "another") }),
    handshake: { right: `?token=${secret}&challenge=4711`, answer: "4711", wrong: "?token=x&challenge=4711" },
  },
  numbers: {
    apiKey,
    create: createPretendProvider,
    answers: [
      ["taken", { status: 200, body: { id: "P1" } }, { kind: "accepted", providerMessageId: "P1" }],
      [
        "slow down",
        { status: 429, body: {}, headers: { "retry-after": "5" } },
        { kind: "not_sent", code: "rate_limited", retryAfterMs: 5_000, pause: null },
      ],
      ["a wrong key", { status: 401, body: {} }, { kind: "not_sent", code: "bad_key", pause: "bad_key" }],
      ["refused", { status: 422, body: { error: { code: 1 } } }, { kind: "failed", code: "refused" }],
      ["broken", { status: 502, body: "<html>" }, { kind: "uncertain", code: "server_error" }],
    ],
  },
};
