import { cloudtalk } from "../../../lib/vendors/cloudtalk/vendor.ts";
import { endedCall } from "../../support/calls.ts";
import { fixture, secrets } from "../../support/product.ts";
import type { Subject } from "../subject.ts";

const listed = fixture("cloudtalk-rest-calls-index");

export const cloudtalkSubject: Subject = {
  vendor: cloudtalk,
  env: {
    CLOUDTALK_WEBHOOK_SECRET: secrets.cloudtalkWebhook,
    CLOUDTALK_SIGNING_SECRET: secrets.cloudtalkSigning,
    CLOUDTALK_API_ID: "key-id",
    CLOUDTALK_API_KEY: "key-secret-of-the-tests",
  },
  events: {
    table: "cloudtalk_calls",
    delivery: (n) => endedCall(n),
    genuine: () => ({ "x-webhook-secret": secrets.cloudtalkWebhook }),
    wrong: () => ({ "x-webhook-secret": "another" }),
  },
  calls: {
    page: { status: 200, body: listed },
    callIds: listed.responseData.data.map(({ Cdr }: { Cdr: { id: unknown } }) => String(Cdr.id)),
  },
  writeBack: {
    done: { status: 200, body: { responseData: { status: 200 } } },
    noContact: { status: 404, body: { responseData: { status: 404 } } },
  },
};
