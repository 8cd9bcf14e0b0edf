import * as z from "zod/mini";
import type { InboundMessage } from "../../lib/model/domain-value.ts";
import type { ChannelVendor } from "../../lib/outbox/channel-vendors.ts";
import { phone } from "../support/calls.ts";

/** A vendor whose events name their number, and whose sends a test can read: with which key, to whom. */
export function pretendVendor() {
  const sends: { key: string; to: string }[] = [];
  const text = z.string().check(z.minLength(3));
  const words = { label: "x", hint: "y" };
  const credential = (name: string, isSecret: boolean) => ({
    ...{ name, schema: text, isSecret, isOptional: false, words: { it: words, en: words } },
  });
  const vendor: ChannelVendor = {
    name: "pretend",
    title: "Pretend",
    values: {},
    whenMissing: "The pretend vendor has nothing in the environment.",
    numbers: {
      capabilities: {
        maxInFlight: 2,
        windowHours: null,
        templates: false,
        sentLog: false,
        lids: false,
        media: false,
      },
      credentials: [credential("key", true), credential("number", false)],
      account: ({ number }) => number ?? null,
      fromEnvironment: () => null,
      provider:
        async () =>
        ({ key = "" }) => ({
          name: "pretend",
          maxInFlight: 2,
          async send({ to }) {
            sends.push({ key, to: to! });
            return {
              kind: "accepted",
              providerMessageId: `pretend-${sends.length}`,
              httpStatus: 200,
              retryAfterMs: null,
            };
          },
          messageInfo: async () => ({ kind: "not_yet", message: "Not found." }),
          channelStatus: async () => ({ kind: "status", status: "connected" }),
        }),
    },
  };
  return { vendor, sends };
}

export function written(n: number, words: string, over: Partial<InboundMessage> = {}): InboundMessage {
  return {
    type: "inbound_message",
    whatsappId: crypto.randomUUID(),
    chat: { phone: phone(n), lid: null },
    kind: "text",
    text: words,
    media: null,
    quotedWhatsappId: null,
    pushName: null,
    providerTimestamp: null,
    consentKeys: [],
    evidence: "reply",
    ...over,
  };
}
