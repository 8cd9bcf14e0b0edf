import { metaLeads } from "../../../lib/vendors/meta-leads/vendor.ts";
import { signMeta } from "../../../lib/vendors/shared/graph/verify-meta.ts";
import { notices } from "../../leads/meta/bodies.ts";
import type { Subject } from "../subject.ts";

const appSecret = "meta-leads-app-secret-of-the-tests";
const verifyToken = "meta-leads-verify-token-of-the-tests";
const question = (token: string) => `?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=${token}`;

export const metaLeadsSubject: Subject = {
  vendor: metaLeads,
  env: {
    META_LEADS_APP_SECRET: appSecret,
    META_LEADS_VERIFY_TOKEN: verifyToken,
    META_PAGE_ACCESS_TOKEN: "meta-page-access-token-of-the-tests",
  },
  events: {
    table: "leads",
    delivery: (n) => notices(String(5_000_000_000_000_000 + n)),
    genuine: (body) => ({ "x-hub-signature-256": signMeta(body, appSecret) }),
    wrong: (body) => ({ "x-hub-signature-256": signMeta(body, "another") }),
    handshake: { right: question(verifyToken), answer: "1158201444", wrong: question("another") },
  },
};
