import * as z from "zod/mini";
import { webAddress } from "../../lib/vendors/shared/web-address.ts";
import type { Vendor } from "../../lib/vendors/vendor.ts";
import { verifyPretend } from "./verify.ts";
import { pretendWords } from "./words.ts";

export const pretendApiUrl = "https://api.pretend.test";
const text = z.string();

/** A vendor that there is not: WhatsApp numbers, a handshake, signed bodies. Added as any other: this folder, and a line in a list. */
export const pretend: Vendor = {
  name: "pretend",
  title: "Pretend",
  variables: [
    { name: "PRETEND_API_URL", schema: webAddress, isSecret: false, fallback: pretendApiUrl },
    { name: "PRETEND_API_KEY", schema: text, isSecret: true },
    { name: "PRETEND_SECRET", schema: text, isSecret: true },
  ],
  needs: [
    { anyOf: ["PRETEND_API_KEY"], lost: "Pretend sends nothing", value: "the key of your Pretend number" },
    { anyOf: ["PRETEND_SECRET"], lost: "Pretend is not heard", value: "the secret of its webhook" },
  ],
  events: {
    webhooks: [
      {
        path: "/api/webhooks/pretend",
        methods: ["GET", "POST"],
        maxBytes: 64 * 1024,
        handshake(url, values) {
          verifyPretend(url.searchParams.get("token") ?? "", values.PRETEND_SECRET);
          return new Response(url.searchParams.get("challenge"));
        },
        verify({ headers, rawBody }, values) {
          verifyPretend(headers.get("x-pretend-signature") ?? "", values.PRETEND_SECRET, rawBody);
          return { isSigned: true };
        },
        // It would repeat for days what is answered with an error.
        answerRejected: () => Response.json({ kept: true }),
      },
    ],
    brings: "messages",
    isMapped: false,
    kinds: ["message", "status"],
    reader: async () => (await import("./read-pretend.ts")).readPretend,
  },
  numbers: {
    capabilities: {
      maxInFlight: 3,
      windowHours: null,
      templates: false,
      sentLog: false,
      lids: false,
      media: false,
    },
    credentials: [
      {
        name: "apiKey",
        schema: text,
        isSecret: true,
        isOptional: false,
        words: { it: { label: "Chiave", hint: "" }, en: { label: "Key", hint: "" } },
      },
      {
        name: "secret",
        schema: text,
        isSecret: true,
        isOptional: true,
        words: { it: { label: "Segreto", hint: "" }, en: { label: "Secret", hint: "" } },
      },
      {
        name: "apiUrl",
        schema: webAddress,
        isSecret: false,
        isOptional: true,
        words: { it: { label: "Indirizzo", hint: "" }, en: { label: "Address", hint: "" } },
      },
    ],
    account: ({ apiKey }) => apiKey?.split("-")[0] ?? null,
    fromEnvironment: ({ PRETEND_API_KEY: apiKey, PRETEND_API_URL: apiUrl }) =>
      apiKey ? { apiKey, apiUrl: apiUrl ?? pretendApiUrl } : null,
    asVariables: ({ secret }) => (secret ? { PRETEND_SECRET: secret } : {}),
    async provider() {
      const { createPretendProvider } = await import("./create-pretend-provider.ts");
      return ({ apiKey = "", apiUrl = pretendApiUrl }) => createPretendProvider({ apiKey, apiUrl });
    },
  },
  doctor: async () => (await import("./doctor.ts")).pretendDoctor,
  words: pretendWords,
};
