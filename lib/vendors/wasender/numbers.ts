import * as z from "zod/mini";
import { webAddress } from "../shared/web-address.ts";
import type { MediaLimits, Numbers } from "../vendor.ts";
import { accountOf } from "./account-of.ts";

export const apiUrl = "https://www.wasenderapi.com/api";
export const sessionId = z.string().check(z.regex(/^[\w-]{1,64}$/));
const key = z.string().check(z.minLength(1));

const mb = 1024 * 1024;
/**
 * Image, audio and document as its docs have them (messages/send-*); for video they say 50 MB and an older SDK 16. Audio arrives
 * as a voice note, which has no words under it.
 */
const sentMedia: MediaLimits = {
  image: { maxBytes: 5 * mb, types: ["image/jpeg", "image/png"], caption: true },
  video: { maxBytes: 16 * mb, types: ["video/mp4"], caption: true },
  audio: {
    maxBytes: 16 * mb,
    types: ["audio/ogg", "audio/mpeg", "audio/mp4", "audio/aac", "audio/amr"],
    caption: false,
  },
  document: { maxBytes: 100 * mb, types: null, caption: true },
};

/** WhatsApp sessions at Wasender. */
export const wasenderNumbers: Numbers = {
  // The vendor publishes no number of simultaneous requests a session may have, and refuses bursts (docs, rate-limits).
  capabilities: {
    maxInFlight: 1,
    windowHours: null,
    templates: false,
    sentLog: true,
    lids: true,
    media: true,
    attachments: sentMedia,
    connectionQr: true,
  },
  credentials: [
    {
      name: "apiKey",
      schema: key,
      isSecret: true,
      isOptional: false,
      words: {
        it: { label: "Chiave API", hint: "Nella pagina della sessione, su Wasender." },
        en: { label: "API key", hint: "On the session's page, at Wasender." },
      },
    },
    {
      name: "webhookSecret",
      schema: key,
      isSecret: true,
      isOptional: true,
      words: {
        it: { label: "Segreto del webhook", hint: "Nelle impostazioni Webhook della sessione." },
        en: { label: "Webhook secret", hint: "In the session's Webhook settings." },
      },
    },
    {
      name: "personalToken",
      schema: key,
      isSecret: true,
      isOptional: true,
      opens: ["sentLog", "connectionQr"],
      words: {
        it: {
          label: "Token personale",
          hint: "Nelle impostazioni dell'account: apre il registro degli invii e il codice QR.",
        },
        en: {
          label: "Personal token",
          hint: "In the account's settings: it opens the log of sends and the QR code.",
        },
      },
    },
    {
      name: "sessionId",
      schema: sessionId,
      isSecret: false,
      isOptional: true,
      opens: ["sentLog", "connectionQr"],
      words: {
        it: { label: "Numero della sessione", hint: "Nell'indirizzo della sua pagina, su Wasender." },
        en: { label: "Session number", hint: "In the address of its page, at Wasender." },
      },
    },
    {
      name: "apiUrl",
      schema: webAddress,
      isSecret: false,
      isOptional: true,
      words: {
        it: { label: "Indirizzo delle API", hint: `Di solito ${apiUrl}.` },
        en: { label: "API address", hint: `Usually ${apiUrl}.` },
      },
    },
  ],
  account: ({ apiKey }) => (apiKey ? accountOf(apiKey) : null),
  fromEnvironment(values) {
    const {
      WHATSAPP_API_TOKEN: apiKey,
      WHATSAPP_WEBHOOK_SECRET: webhookSecret,
      WASENDER_PERSONAL_TOKEN: personalToken,
      WASENDER_SESSION_ID: session,
    } = values;
    if (!apiKey) return null;
    return {
      apiKey,
      apiUrl: values.WHATSAPP_API_URL ?? apiUrl,
      ...(webhookSecret && { webhookSecret }),
      ...(personalToken && { personalToken }),
      ...(session && { sessionId: session }),
    };
  },
  asVariables: ({ webhookSecret }) => (webhookSecret ? { WHATSAPP_WEBHOOK_SECRET: webhookSecret } : {}),
  async provider() {
    const { createWasenderProvider } = await import("./create-wasender-provider.ts");
    return ({ apiKey, personalToken, sessionId: session, ...given }, values) =>
      createWasenderProvider({
        apiUrl: given.apiUrl ?? values.WHATSAPP_API_URL ?? apiUrl,
        apiKey: apiKey!,
        log: personalToken && session ? { personalToken, sessionId: session } : null,
      });
  },
};
