import * as z from "zod/mini";
import { webAddress } from "../shared/web-address.ts";
import { sentMedia } from "../shared/whatsapp/sent-media.ts";
import type { MediaLimits, Numbers } from "../vendor.ts";

/** Which calls a workspace at Cunnekt takes: those of its documents, or `/messages`, which stands in none of them. */
export const styleText = z.string().check(z.regex(/^(documented|messages)$/));
export const usualStyle = "documented";
export const authText = z.string().check(z.regex(/^(api-key|bearer)$/));
export const pathText = z.string().check(z.regex(/^\/[\w./-]{1,200}$/));
const key = z.string().check(z.minLength(1));
const token = z.string().check(z.minLength(16));

/** Meta's (docs, media), but for audio, of 10 MB at most, and without stickers (docs, reply message). */
const { sticker: _, ...metas } = sentMedia;
const files: MediaLimits = { ...metas, audio: { ...metas.audio!, maxBytes: 10 * 1024 * 1024 } };

/** Numbers that Cunnekt hosts: one key, and one webhook address, each. */
export const cunnektNumbers: Numbers = {
  capabilities: {
    // No rate limit is documented.
    maxInFlight: 1,
    windowHours: 24,
    templates: true,
    // No call that lists or makes them is documented.
    templatesByHand: true,
    quotes: true,
    sentLog: false,
    lids: false,
    // No call that opens a customer's file is documented.
    media: false,
    attachments: files,
    ownSecret: true,
  },
  credentials: [
    {
      name: "apiKey",
      schema: key,
      isSecret: true,
      isOptional: false,
      words: {
        it: { label: "Chiave API", hint: "Su Cunnekt, in API Setup." },
        en: { label: "API key", hint: "At Cunnekt, in API Setup." },
      },
    },
    {
      name: "webhookToken",
      schema: token,
      isSecret: true,
      isOptional: false,
      words: {
        it: {
          label: "Token del webhook",
          hint: "Un testo lungo e casuale, solo di questo numero, di almeno 16 caratteri. Chiude l'indirizzo del webhook su Cunnekt: ?action=webhook&token=…",
        },
        en: {
          label: "Webhook token",
          hint: "A long random text, of this number alone, of 16 characters at least. It ends the webhook address at Cunnekt: ?action=webhook&token=…",
        },
      },
    },
    {
      name: "baseUrl",
      schema: webAddress,
      isSecret: false,
      isOptional: true,
      words: {
        it: {
          label: "Indirizzo delle API",
          hint: "Solo se Cunnekt te ne ha dato uno: vuoto, valgono quelli della sua documentazione.",
        },
        en: {
          label: "API address",
          hint: "Only if Cunnekt gave you one: empty, those of its documents hold.",
        },
      },
    },
  ],
  // Its events name no number that its key would tell.
  account: () => null,
  fromEnvironment({
    CUNNEKT_API_KEY: apiKey,
    CUNNEKT_BASE_URL: baseUrl,
    CUNNEKT_WEBHOOK_TOKEN: webhookToken,
  }) {
    if (!apiKey) return null;
    return { apiKey, ...(baseUrl && { baseUrl }), ...(webhookToken && { webhookToken }) };
  },
  asVariables: ({ webhookToken }) => (webhookToken ? { CUNNEKT_WEBHOOK_TOKEN: webhookToken } : {}),
  async provider() {
    const { createCunnektProvider } = await import("./create-cunnekt-provider.ts");
    return ({ apiKey = "", baseUrl }, values) =>
      createCunnektProvider({
        apiKey,
        baseUrl: baseUrl ?? values.CUNNEKT_BASE_URL,
        style: values.CUNNEKT_STYLE === "messages" ? "messages" : "documented",
        auth: values.CUNNEKT_AUTH as "api-key" | "bearer" | undefined,
        templatePath: values.CUNNEKT_TEMPLATE_PATH,
        replyPath: values.CUNNEKT_REPLY_PATH,
      });
  },
};
