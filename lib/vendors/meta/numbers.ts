import * as z from "zod/mini";
import { graphUrl, graphVersion } from "../shared/graph/graph-address.ts";
import { sentMedia } from "../shared/whatsapp/sent-media.ts";
import type { Numbers } from "../vendor.ts";

export const numberId = z.string().check(z.regex(/^\d{5,30}$/));
const key = z.string().check(z.minLength(1));

/** Numbers at WhatsApp's Cloud API. */
export const metaNumbers: Numbers = {
  capabilities: {
    // As many as wait for an answer at once at the rate below, where answers take up to a second.
    maxInFlight: 100,
    // 80 messages a second for one number, in both directions together (docs, throughput).
    perSecond: 80,
    windowHours: 24,
    templates: true,
    sentLog: false,
    lids: false,
    media: true,
    attachments: sentMedia,
    marksRead: true,
    quotes: true,
    writesToIds: true,
    // The app's secret signs for all its numbers.
    sharesSecret: true,
  },
  // Meta has its own limits, of people a day and by the number's quality (docs, messaging limits).
  pace: { minIntervalMs: 0, dailyLimit: 0 },
  credentials: [
    {
      name: "accessToken",
      schema: key,
      isSecret: true,
      isOptional: false,
      words: {
        it: {
          label: "Token di accesso",
          hint: "Di un utente di sistema, con il permesso whatsapp_business_messaging.",
        },
        en: {
          label: "Access token",
          hint: "Of a system user, with the permission whatsapp_business_messaging.",
        },
      },
    },
    {
      name: "phoneNumberId",
      schema: numberId,
      isSecret: false,
      isOptional: false,
      words: {
        it: {
          label: "ID del numero",
          hint: "In WhatsApp Manager, accanto al numero: non è il numero stesso.",
        },
        en: {
          label: "Phone number ID",
          hint: "In WhatsApp Manager, beside the number: it is not the number itself.",
        },
      },
    },
    {
      name: "businessAccountId",
      schema: numberId,
      isSecret: false,
      isOptional: true,
      opens: ["templates"],
      words: {
        it: {
          label: "ID dell'account WhatsApp Business",
          hint: "In WhatsApp Manager. Serve per scrivere e far approvare i testi; il token deve avere whatsapp_business_management.",
        },
        en: {
          label: "WhatsApp Business account ID",
          hint: "In WhatsApp Manager. Needed to write texts and have them approved; the token must have whatsapp_business_management.",
        },
      },
    },
    {
      name: "appSecret",
      schema: key,
      isSecret: true,
      isOptional: true,
      words: {
        it: {
          label: "Chiave segreta dell'app",
          hint: "Nelle impostazioni di base dell'app. Vuota: vale META_WHATSAPP_APP_SECRET.",
        },
        en: {
          label: "App secret",
          hint: "In the app's basic settings. Empty: META_WHATSAPP_APP_SECRET holds.",
        },
      },
    },
    {
      name: "verifyToken",
      schema: key,
      isSecret: true,
      isOptional: true,
      words: {
        it: {
          label: "Token di verifica",
          hint: "Lo stesso testo che dai a Meta insieme all'indirizzo. Vuoto: vale META_WHATSAPP_VERIFY_TOKEN.",
        },
        en: {
          label: "Verify token",
          hint: "The same text that you give to Meta with the address. Empty: META_WHATSAPP_VERIFY_TOKEN holds.",
        },
      },
    },
  ],
  account: ({ phoneNumberId }) => phoneNumberId ?? null,
  fromEnvironment(values) {
    const { META_WHATSAPP_ACCESS_TOKEN: accessToken, META_WHATSAPP_PHONE_NUMBER_ID: phoneNumberId } = values;
    const businessAccountId = values.META_WHATSAPP_BUSINESS_ACCOUNT_ID;
    if (!accessToken || !phoneNumberId) return null;
    return { accessToken, phoneNumberId, ...(businessAccountId && { businessAccountId }) };
  },
  asVariables: ({ appSecret, verifyToken }) => ({
    ...(appSecret && { META_WHATSAPP_APP_SECRET: appSecret }),
    ...(verifyToken && { META_WHATSAPP_VERIFY_TOKEN: verifyToken }),
  }),
  async provider() {
    const { createMetaProvider } = await import("./create-meta-provider.ts");
    return ({ accessToken = "", phoneNumberId = "" }, values) =>
      createMetaProvider({
        graphUrl: values.META_GRAPH_URL ?? graphUrl,
        version: values.META_GRAPH_VERSION ?? graphVersion,
        accessToken,
        phoneNumberId,
      });
  },
  async templates() {
    const { createTemplateDesk } = await import("./templates/create-template-desk.ts");
    return ({ accessToken = "", businessAccountId = "" }, values) =>
      createTemplateDesk({
        graphUrl: values.META_GRAPH_URL ?? graphUrl,
        version: values.META_GRAPH_VERSION ?? graphVersion,
        accessToken,
        businessAccountId,
      });
  },
};
