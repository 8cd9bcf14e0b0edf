import { createMetaProvider } from "../../../lib/vendors/meta/create-meta-provider.ts";
import { meta } from "../../../lib/vendors/meta/vendor.ts";
import { signMeta } from "../../../lib/vendors/shared/graph/verify-meta.ts";
import { delivered, graphError, textMessage } from "../../providers/meta/bodies.ts";
import type { Subject } from "../subject.ts";

const appSecret = "meta-app-secret-of-the-tests";
const verifyToken = "meta-verify-token-of-the-tests";
const question = (token: string) => `?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=${token}`;

export const metaSubject: Subject = {
  vendor: meta,
  env: {
    META_WHATSAPP_ACCESS_TOKEN: "meta-access-token-of-the-tests",
    META_WHATSAPP_PHONE_NUMBER_ID: "106540352242922",
    META_WHATSAPP_BUSINESS_ACCOUNT_ID: "200000000000002",
    META_WHATSAPP_APP_SECRET: appSecret,
    META_WHATSAPP_VERIFY_TOKEN: verifyToken,
  },
  events: {
    table: "whatsapp_messages",
    delivery: (n) => delivered({ messages: [textMessage(n, "Buongiorno")] }),
    genuine: (body) => ({ "x-hub-signature-256": signMeta(body, appSecret) }),
    wrong: (body) => ({ "x-hub-signature-256": signMeta(body, "another") }),
    handshake: { right: question(verifyToken), answer: "1158201444", wrong: question("another") },
  },
  numbers: {
    apiKey: "EAAJB0123456789abcdef",
    create: ({ apiUrl, apiKey, ...options }) =>
      createMetaProvider({
        ...{ graphUrl: apiUrl, accessToken: apiKey, version: "v26.0", phoneNumberId: "106540352242922" },
        ...options,
      }),
    answers: [
      [
        "taken",
        {
          status: 200,
          body: {
            messaging_product: "whatsapp",
            contacts: [{ input: "+393330001001", wa_id: "393330001001" }],
            messages: [{ id: "wamid.A1" }],
          },
        },
        { kind: "accepted", providerMessageId: "wamid.A1", whatsappId: "wamid.A1" },
      ],
      [
        "slow down, as 400",
        { status: 400, body: graphError(130429, "Rate limit hit") },
        { kind: "not_sent", code: "rate_limited", pause: null, retryAfterMs: 5_000 },
      ],
      [
        "a wrong token",
        { status: 401, body: graphError(190, "Invalid OAuth access token") },
        { kind: "not_sent", code: "bad_key", pause: "bad_key" },
      ],
      [
        "refused",
        { status: 400, body: graphError(131047, "Re-engagement message") },
        { kind: "failed", code: "window_closed" },
      ],
      ["broken", { status: 502, body: "<html>" }, { kind: "uncertain", code: "server_error" }],
    ],
  },
};
