import { prepareEffects } from "../../lib/inbox/prepare-effects.ts";
import type { DomainValue } from "../../lib/model/domain-value.ts";
import { parseCloudtalk } from "../../lib/vendors/cloudtalk/parse-cloudtalk.ts";
import { parseWasender } from "../../lib/vendors/wasender/parse-wasender.ts";
import { endedCall, inbound } from "../../test/support/calls.ts";

export const secrets = {
  CLOUDTALK_WEBHOOK_SECRET: "cloudtalk-webhook-secret-of-the-benchmark",
  WHATSAPP_WEBHOOK_SECRET: "whatsapp-webhook-secret-of-the-benchmark",
  WHATSAPP_API_TOKEN: "session-api-key-of-the-benchmark",
};

/** A kind of delivery, with as many different ones as are asked for. */
export interface Delivery {
  name: string;
  source: "cloudtalk" | "wasender";
  eventType: string;
  request(n: number): Request;
  /** What any of them means, as the product reads it. */
  example: DomainValue;
  /** What of it differs from one body to the next. */
  // biome-ignore lint/suspicious/noExplicitAny: a vendor's body, read without looking
  own(body: any): object;
}

const workflow = (body: object) =>
  parseCloudtalk({ kind: "workflow", ...asSent(body), defaultCountry: "IT" }).delivery.values;
const message = (body: object) => parseWasender(asSent(body)).delivery.values;
const reply = (n: number) => inbound(n, "Buongiorno, le mando la bolletta stasera.");

export const deliveries: Delivery[] = [
  {
    name: "call ended",
    source: "cloudtalk",
    eventType: "call-ended",
    request: (n) =>
      post("/webhook/cloudtalk", { "x-webhook-secret": secrets.CLOUDTALK_WEBHOOK_SECRET }, endedCall(n)),
    example: prepareEffects(workflow(endedCall(0)), [])[0]!,
    own: (body) => ({
      callId: body.call_id,
      keys: [`id:${body.call_id}`],
      phone: { e164: `+${body.external_number}`, raw: body.external_number, problem: null },
      contactName: body.contact_name,
    }),
  },
  {
    name: "reply",
    source: "wasender",
    eventType: "messages.received",
    request: (n) =>
      post("/api/whatsapp-webhook", { "x-webhook-signature": secrets.WHATSAPP_WEBHOOK_SECRET }, reply(n)),
    example: prepareEffects(message(reply(0)), [])[0]!,
    own: (body) => ({
      whatsappId: body.data.messages.key.id,
      chat: { phone: `+${body.data.messages.key.cleanedSenderPn}`, lid: null },
    }),
  },
];

function asSent(body: object): { contentType: string; rawBody: Uint8Array } {
  return { contentType: "application/json", rawBody: new TextEncoder().encode(JSON.stringify(body)) };
}

function post(path: string, headers: Record<string, string>, body: object): Request {
  return new Request(`http://aftercall.bench${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", "user-agent": "benchmark", ...headers },
    body: JSON.stringify(body),
  });
}
