import { googleLeads } from "../../../lib/vendors/google-leads/vendor.ts";
import { googleLead } from "../../leads/google/bodies.ts";
import type { Subject } from "../subject.ts";

export const googleKey = "google-leads-key-of-the-tests";

export const googleLeadsSubject: Subject = {
  vendor: googleLeads,
  env: { GOOGLE_LEADS_KEY: googleKey },
  events: {
    table: "leads",
    // Google puts the key into the body: whoever tries the address may send it in a header.
    delivery: (n) => googleLead(n),
    genuine: () => ({ "x-google-key": googleKey }),
    wrong: () => ({ "x-google-key": "another" }),
  },
};
