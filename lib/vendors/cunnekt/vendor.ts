import * as z from "zod/mini";
import { webAddress } from "../shared/web-address.ts";
import type { Vendor } from "../vendor.ts";
import { authText, cunnektNumbers, pathText, styleText, usualStyle } from "./numbers.ts";
import { verifyCunnekt } from "./verify-cunnekt.ts";
import { cunnektWords } from "./words.ts";

/** Numbers of WhatsApp's API that Cunnekt hosts: Meta's windows, limits and templates, over calls of Cunnekt's own. */
export const cunnekt: Vendor = {
  name: "cunnekt",
  title: "Cunnekt",
  variables: [
    { name: "CUNNEKT_API_KEY", schema: z.string(), isSecret: true },
    { name: "CUNNEKT_BASE_URL", schema: webAddress, isSecret: false },
    {
      name: "CUNNEKT_WEBHOOK_TOKEN",
      schema: z.string(),
      isSecret: true,
      doubt: {
        unless: /^.{24,}$/,
        text: "CUNNEKT_WEBHOOK_TOKEN is short, and it is all that proves who posts: Cunnekt signs nothing.",
        todo: "Make a longer one (openssl rand -hex 32), and put it into the address at Cunnekt too.",
      },
    },
    { name: "CUNNEKT_STYLE", schema: styleText, isSecret: false, fallback: usualStyle },
    { name: "CUNNEKT_AUTH", schema: authText, isSecret: false },
    { name: "CUNNEKT_TEMPLATE_PATH", schema: pathText, isSecret: false },
    { name: "CUNNEKT_REPLY_PATH", schema: pathText, isSecret: false },
  ],
  needs: [
    {
      anyOf: ["CUNNEKT_API_KEY"],
      lost: "Nothing can be sent over Cunnekt",
      value: "the API key of your workspace at Cunnekt",
    },
    {
      anyOf: ["CUNNEKT_WEBHOOK_TOKEN"],
      lost: "No answer can come in from Cunnekt",
      value: "a long random text that ends the address which is given to Cunnekt",
    },
  ],
  events: {
    webhooks: [
      {
        path: "/api/cunnekt-whatsapp",
        methods: ["POST"],
        // Cunnekt documents no limit; Meta, whose bodies these are, has one of 3 MB.
        maxBytes: 4 * 1024 * 1024,
        verify({ headers, url }, values) {
          verifyCunnekt(headers, url, values.CUNNEKT_WEBHOOK_TOKEN ?? null);
          return { isSigned: false };
        },
      },
    ],
    brings: "messages",
    isMapped: false,
    addsOnly: true,
    kinds: ["messages", "statuses"],
    reader: async () => (await import("./read-delivery.ts")).readDelivery,
  },
  numbers: cunnektNumbers,
  doctor: async () => (await import("./doctor.ts")).cunnektDoctor,
  words: cunnektWords,
};
