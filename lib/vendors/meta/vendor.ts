import * as z from "zod/mini";
import { graphUrl, graphVersion, versionText } from "../shared/graph/graph-address.ts";
import { verifyHandshake, verifySignature } from "../shared/graph/verify-meta.ts";
import { webAddress } from "../shared/web-address.ts";
import type { Vendor, Webhook } from "../vendor.ts";
import { metaNumbers, numberId } from "./numbers.ts";
import { metaWords } from "./words.ts";

/** All its addresses take the same. */
function webhookAt(path: string): Webhook {
  return {
    path,
    methods: ["GET", "POST"],
    // Meta sends 3 MB at most (docs, webhooks). What is larger cannot be proved: the signature is over the whole body.
    maxBytes: 4 * 1024 * 1024,
    handshake: (url, values) =>
      verifyHandshake(url, values.META_WHATSAPP_VERIFY_TOKEN ?? null, "META_WHATSAPP_VERIFY_TOKEN"),
    verify({ headers, rawBody }, values) {
      verifySignature(headers, rawBody, values.META_WHATSAPP_APP_SECRET ?? null, "META_WHATSAPP_APP_SECRET");
      return { isSigned: true };
    },
    // Meta repeats for seven days whatever is not answered with 200 (docs, webhooks).
    answerRejected: () => Response.json({ received: true, outcome: "rejected" }),
  };
}

/** WhatsApp's own API: numbers of a business, by Meta itself. */
export const meta: Vendor = {
  name: "meta",
  title: "WhatsApp Cloud API",
  variables: [
    { name: "META_WHATSAPP_ACCESS_TOKEN", schema: z.string(), isSecret: true },
    { name: "META_WHATSAPP_PHONE_NUMBER_ID", schema: numberId, isSecret: false },
    { name: "META_WHATSAPP_BUSINESS_ACCOUNT_ID", schema: numberId, isSecret: false },
    { name: "META_WHATSAPP_APP_SECRET", schema: z.string(), isSecret: true },
    { name: "META_WHATSAPP_VERIFY_TOKEN", schema: z.string(), isSecret: true },
    { name: "META_GRAPH_URL", schema: webAddress, isSecret: false, fallback: graphUrl },
    { name: "META_GRAPH_VERSION", schema: versionText, isSecret: false, fallback: graphVersion },
  ],
  needs: [
    {
      anyOf: ["META_WHATSAPP_ACCESS_TOKEN"],
      lost: "Nothing can be sent over Meta",
      value: "a token of a system user with whatsapp_business_messaging",
    },
    {
      anyOf: ["META_WHATSAPP_PHONE_NUMBER_ID"],
      lost: "Meta does not know which number sends",
      value: "the number's id in WhatsApp Manager, which is not the phone number",
    },
    {
      anyOf: ["META_WHATSAPP_BUSINESS_ACCOUNT_ID"],
      lost: "No text can be approved at Meta, and without one nobody is written to first",
      value: "the WhatsApp account's id in WhatsApp Manager",
    },
    {
      anyOf: ["META_WHATSAPP_APP_SECRET"],
      lost: "No answer can come in from Meta",
      value: "the app secret, in the app's basic settings",
    },
    {
      anyOf: ["META_WHATSAPP_VERIFY_TOKEN"],
      lost: "Meta cannot make sure that the address is ours",
      value: "a long random text that is given to Meta with the address",
    },
  ],
  events: {
    webhooks: [
      webhookAt("/api/whatsapp/webhooks/meta"),
      // Where an older system of the same company had it.
      webhookAt("/api/webhooks/whatsapp"),
    ],
    brings: "messages",
    isMapped: false,
    kinds: ["messages", "statuses"],
    reader: async () => (await import("./read-delivery.ts")).readDelivery,
  },
  numbers: metaNumbers,
  doctor: async () => (await import("./doctor/meta-doctor.ts")).metaDoctor,
  words: metaWords,
};
