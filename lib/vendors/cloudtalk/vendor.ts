import * as z from "zod/mini";
import { webAddress } from "../shared/web-address.ts";
import type { Vendor } from "../vendor.ts";
import { cloudtalkWords } from "./words.ts";

const apiKeys = ["CLOUDTALK_API_ID", "CLOUDTALK_API_KEY"];

/** Phone calls: that they ended, its own list of them, and its contacts, where a bill is noted. */
export const cloudtalk: Vendor = {
  name: "cloudtalk",
  title: "CloudTalk",
  variables: [
    { name: "CLOUDTALK_WEBHOOK_SECRET", schema: z.string(), isSecret: true },
    {
      name: "CLOUDTALK_SIGNING_SECRET",
      schema: z.string(),
      isSecret: true,
      doubt: {
        unless: /^whsec_[A-Za-z0-9+/]{16,}={0,2}$/,
        text: "CLOUDTALK_SIGNING_SECRET is not whsec_ and base64.",
        todo: "Copy it again, where the native webhook is made.",
      },
    },
    {
      name: "CLOUDTALK_API_URL",
      schema: webAddress,
      isSecret: false,
      fallback: "https://my.cloudtalk.io/api",
    },
    { name: "CLOUDTALK_API_ID", schema: z.string(), isSecret: false },
    { name: "CLOUDTALK_API_KEY", schema: z.string(), isSecret: true },
  ],
  needs: [
    {
      anyOf: ["CLOUDTALK_WEBHOOK_SECRET", "CLOUDTALK_SIGNING_SECRET"],
      lost: "No call can come in",
      value: "a long random text that CloudTalk sends too, or whsec_… of its native webhook",
    },
  ],
  events: {
    webhooks: [
      {
        path: "/webhook/cloudtalk",
        methods: ["POST"],
        maxBytes: 4 * 1024 * 1024,
        async verify(request, values) {
          const { authenticateCloudtalk } = await import("./authenticate-cloudtalk.ts");
          const kind = authenticateCloudtalk(request, {
            webhookSecret: values.CLOUDTALK_WEBHOOK_SECRET ?? null,
            signingSecret: values.CLOUDTALK_SIGNING_SECRET ?? null,
          });
          return { isSigned: kind === "native" };
        },
      },
    ],
    brings: "calls",
    isMapped: true,
    kinds: [],
    async reader() {
      const { parseCloudtalk } = await import("./parse-cloudtalk.ts");
      return ({ rawBody, contentType, isSigned }, { defaultCountry, mapping }) =>
        parseCloudtalk({
          kind: isSigned ? "native" : "workflow",
          contentType,
          rawBody,
          defaultCountry,
          mapping,
        });
    },
  },
  calls: {
    needs: apiKeys,
    async load() {
      const [{ listCalls }, { cloudtalkAccess }] = await Promise.all([
        import("./list-calls.ts"),
        import("./request-cloudtalk.ts"),
      ]);
      return (values) => (window, page) => listCalls(cloudtalkAccess(values), window, page);
    },
  },
  writeBack: {
    needs: apiKeys,
    async load() {
      const [{ writeBill }, { cloudtalkAccess }] = await Promise.all([
        import("./write-bill.ts"),
        import("./request-cloudtalk.ts"),
      ]);
      return (values) => (news) => writeBill(cloudtalkAccess(values), news);
    },
  },
  doctor: async () => (await import("./doctor.ts")).cloudtalkDoctor,
  words: cloudtalkWords,
};
