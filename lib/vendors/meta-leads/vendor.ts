import * as z from "zod/mini";
import { graphUrl, graphVersion, versionText } from "../shared/graph/graph-address.ts";
import { verifyHandshake, verifySignature } from "../shared/graph/verify-meta.ts";
import { webAddress } from "../shared/web-address.ts";
import type { Values, Vendor } from "../vendor.ts";
import { metaLeadsWords } from "./words.ts";

/** Each of its own, else the WhatsApp one of the same app. */
const appSecret = (values: Values) => values.META_LEADS_APP_SECRET ?? values.META_WHATSAPP_APP_SECRET ?? null;
const verifyToken = (values: Values) =>
  values.META_LEADS_VERIFY_TOKEN ?? values.META_WHATSAPP_VERIFY_TOKEN ?? null;
const pageToken = (values: Values) => values.META_PAGE_ACCESS_TOKEN ?? values.META_WHATSAPP_ACCESS_TOKEN;

/** Forms of advertisements on Facebook and Instagram: notices come by webhook, each lead is fetched (docs, lead ads). */
export const metaLeads: Vendor = {
  name: "meta_leads",
  title: "Meta lead ads",
  variables: [
    { name: "META_LEADS_APP_SECRET", schema: z.string(), isSecret: true },
    { name: "META_LEADS_VERIFY_TOKEN", schema: z.string(), isSecret: true },
    { name: "META_PAGE_ACCESS_TOKEN", schema: z.string(), isSecret: true },
    // Serve where those are absent.
    { name: "META_WHATSAPP_APP_SECRET", schema: z.string(), isSecret: true, isShared: true },
    { name: "META_WHATSAPP_VERIFY_TOKEN", schema: z.string(), isSecret: true, isShared: true },
    { name: "META_WHATSAPP_ACCESS_TOKEN", schema: z.string(), isSecret: true, isShared: true },
    { name: "META_GRAPH_URL", schema: webAddress, isSecret: false, fallback: graphUrl, isShared: true },
    {
      name: "META_GRAPH_VERSION",
      schema: versionText,
      isSecret: false,
      fallback: graphVersion,
      isShared: true,
    },
  ],
  needs: [
    {
      anyOf: ["META_LEADS_APP_SECRET", "META_WHATSAPP_APP_SECRET"],
      lost: "No lead can come in from Meta's forms",
      value: "the app secret, in the app's basic settings",
    },
    {
      anyOf: ["META_LEADS_VERIFY_TOKEN", "META_WHATSAPP_VERIFY_TOKEN"],
      lost: "Meta cannot make sure that the address for leads is ours",
      value: "a long random text that is given to Meta with the address",
    },
    {
      anyOf: ["META_PAGE_ACCESS_TOKEN", "META_WHATSAPP_ACCESS_TOKEN"],
      lost: "Leads of Meta's forms are announced and cannot be read",
      value: "a long-lived token of the Page with leads_retrieval",
    },
  ],
  events: {
    webhooks: [
      {
        path: "/api/webhooks/meta",
        methods: ["GET", "POST"],
        maxBytes: 1024 * 1024,
        handshake: (url, values) => verifyHandshake(url, verifyToken(values), "META_LEADS_VERIFY_TOKEN"),
        verify({ headers, rawBody }, values) {
          verifySignature(headers, rawBody, appSecret(values), "META_LEADS_APP_SECRET");
          return { isSigned: true };
        },
        // Meta repeats for 36 hours whatever is not answered with 200 (docs, webhooks).
        answerRejected: () => Response.json({ received: true, outcome: "rejected" }),
      },
    ],
    brings: "leads",
    isMapped: false,
    kinds: ["leadgen"],
    reader: async () => (await import("./read-notices.ts")).readNotices,
  },
  leads: {
    source: "meta_ads",
    isAble: (values) => pageToken(values) !== undefined,
    async load() {
      const { createLeadDesk } = await import("./create-lead-desk.ts");
      return (values, { fetch, defaultCountry }) =>
        createLeadDesk(
          {
            graphUrl: values.META_GRAPH_URL ?? graphUrl,
            version: values.META_GRAPH_VERSION ?? graphVersion,
            accessToken: pageToken(values) ?? "",
            fetch,
            timeoutMs: 15_000,
          },
          defaultCountry,
        );
    },
  },
  doctor: async () => (await import("./doctor.ts")).metaLeadsDoctor,
  words: metaLeadsWords,
};
