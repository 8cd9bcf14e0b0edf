import * as z from "zod/mini";
import type { Vendor } from "../vendor.ts";
import { verifyGoogle } from "./verify-google.ts";
import { googleWords } from "./words.ts";

/** Lead forms of Google Ads: each submission is posted whole (Google, Lead form webhook, implementation). */
export const googleLeads: Vendor = {
  name: "google_leads",
  title: "Google Ads",
  variables: [
    {
      name: "GOOGLE_LEADS_KEY",
      // Shorter than six it could not be taken out of what is kept.
      schema: z.string().check(z.minLength(6)),
      isSecret: true,
      doubt: {
        unless: /^.{16,50}$/,
        text: "GOOGLE_LEADS_KEY is short or longer than Google's field, and it is all that proves who posts: Google signs nothing.",
        todo: "Make one of 16 to 50 characters (openssl rand -hex 20), and put it into each form's webhook at Google too.",
      },
    },
  ],
  needs: [
    {
      anyOf: ["GOOGLE_LEADS_KEY"],
      lost: "No lead can come in from Google's forms",
      value: "the key that stands in the webhook of your lead forms at Google Ads",
    },
  ],
  events: {
    webhooks: [
      {
        path: "/api/webhooks/google",
        methods: ["POST"],
        maxBytes: 256 * 1024,
        verify: verifyGoogle,
        answerTaken: () => Response.json({}),
        refusal: (message) => ({ message }),
      },
    ],
    brings: "leads",
    isMapped: false,
    kinds: ["lead"],
    reader: async () => (await import("./read-lead.ts")).readLead,
  },
  formKeys: { slug: "google", length: 40, asVariables: (key) => ({ GOOGLE_LEADS_KEY: key }) },
  doctor: async () => (await import("./doctor.ts")).googleDoctor,
  words: googleWords,
};
