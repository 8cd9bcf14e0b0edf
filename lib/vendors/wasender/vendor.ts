import * as z from "zod/mini";
import { webAddress } from "../shared/web-address.ts";
import type { Vendor } from "../vendor.ts";
import { authenticateWasender } from "./authenticate-wasender.ts";
import { apiUrl, sessionId, wasenderNumbers } from "./numbers.ts";
import { wasenderWords } from "./words.ts";

/** WhatsApp over a linked phone: sends, answers, ticks. */
export const wasender: Vendor = {
  name: "wasender",
  title: "Wasender",
  variables: [
    { name: "WHATSAPP_API_URL", schema: webAddress, isSecret: false, fallback: apiUrl },
    { name: "WHATSAPP_API_TOKEN", schema: z.string(), isSecret: true },
    { name: "WHATSAPP_WEBHOOK_SECRET", schema: z.string(), isSecret: true },
    { name: "WASENDER_PERSONAL_TOKEN", schema: z.string(), isSecret: true },
    { name: "WASENDER_SESSION_ID", schema: sessionId, isSecret: false },
  ],
  needs: [
    {
      anyOf: ["WHATSAPP_API_TOKEN"],
      lost: "Nothing can be sent",
      value: "the API key of your Wasender session",
    },
    {
      anyOf: ["WHATSAPP_WEBHOOK_SECRET"],
      lost: "No answer can come in",
      value: "the webhook secret of your Wasender session",
    },
  ],
  events: {
    webhooks: [
      {
        path: "/api/whatsapp-webhook",
        methods: ["POST"],
        // Real webhooks are a few kB; thumbnails and cards make some of them megabytes. A Vercel function takes 4.5 MB.
        maxBytes: 4 * 1024 * 1024,
        verify({ headers }, values) {
          authenticateWasender(headers, values.WHATSAPP_WEBHOOK_SECRET ?? null);
          return { isSigned: false };
        },
      },
    ],
    brings: "messages",
    isMapped: false,
    kinds: ["messages.received", "messages.upsert", "messages.update", "message.sent", "session.status"],
    async reader() {
      const { parseWasender } = await import("./parse-wasender.ts");
      return ({ rawBody, contentType }) => parseWasender({ contentType, rawBody });
    },
  },
  numbers: wasenderNumbers,
  doctor: async () => (await import("./doctor.ts")).wasenderDoctor,
  words: wasenderWords,
};
