import { readdirSync } from "node:fs";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createProduct, fixture, type Product, secrets } from "../support/product.ts";

/** Every webhook fixture, posted in this order to one product: what the delivery came to, and what it left behind. */
type Expected = {
  outcome: string;
  reason?: string;
  call?: Record<string, unknown>;
  message?: Record<string, unknown>;
};

const cases: [name: string, expected: Expected][] = [
  [
    "cloudtalk-call-ended-answered",
    {
      outcome: "processed",
      call: {
        phone_number: "+393330001001",
        should_send: true,
        should_send_code: "default_rule",
        body_kind: "workflow",
        talking_seconds: 206,
        contact_name: "Cliente Prova Uno",
        agent_name: "Agente Prova",
      },
    },
  ],
  [
    "cloudtalk-native-call-ended-answered",
    { outcome: "processed", call: { phone_number: "+393330001001", should_send: true } },
  ],
  [
    "cloudtalk-call-modified-tags",
    {
      outcome: "processed",
      call: { disposition: "Richiamare", tags: ["interessato", "bolletta", "richiamare"], should_send: true },
    },
  ],
  [
    "cloudtalk-recording-uploaded",
    {
      outcome: "processed",
      call: { recording_url: "https://my.cloudtalk.io/pub/r/EXAMPLE/EXAMPLE.wav", should_send: true },
    },
  ],
  [
    "cloudtalk-call-ended-missed",
    {
      outcome: "processed",
      call: { phone_number: "+393330001002", should_send: false, should_send_code: "unanswered" },
    },
  ],
  [
    "cloudtalk-call-ended-anonymous",
    { outcome: "processed", call: { phone_number: null, should_send: false, should_send_code: "withheld" } },
  ],
  [
    "cloudtalk-call-ended-landline",
    {
      outcome: "processed",
      call: { phone_number: "+390600000001", should_send: false, should_send_code: "fixed_line" },
    },
  ],
  [
    "cloudtalk-voiceagent-extract-flat",
    {
      outcome: "processed",
      call: {
        phone_number: "+393330001003",
        should_send: true,
        body_kind: "voice_agent",
        electricity_bill_received: false,
      },
    },
  ],
  [
    "cloudtalk-voiceagent-nested-data",
    {
      outcome: "processed",
      call: { phone_number: "+393330001001", should_send: false, should_send_code: "covered" },
    },
  ],
  ["cloudtalk-native-recording-ready", { outcome: "ignored", reason: "not_a_call_end" }],
  ["cloudtalk-native-message-received-whatsapp", { outcome: "ignored", reason: "not_a_call_end" }],
  [
    "wasender-messages-received-text",
    {
      outcome: "processed",
      message: {
        direction: "in",
        kind: "text",
        body: "Buongiorno, le mando la bolletta stasera",
        evidence: "reply",
      },
    },
  ],
  ["wasender-messages-upsert-array", { outcome: "duplicate" }],
  [
    "wasender-messages-received-lid",
    { outcome: "processed", message: { body: "Ok va bene, grazie", evidence: "reply" } },
  ],
  [
    "wasender-messages-received-lid-no-phone",
    { outcome: "processed", message: { body: "Chi siete?", evidence: "reply" } },
  ],
  [
    "wasender-messages-upsert-fromme-echo",
    { outcome: "processed", message: { direction: "out", purpose: "typed", status: "sent" } },
  ],
  [
    "wasender-messages-received-document-pdf",
    { outcome: "processed", message: { kind: "document", evidence: "attachment" } },
  ],
  [
    "wasender-messages-received-image-caption",
    { outcome: "processed", message: { kind: "image", body: "foto bolletta", evidence: "attachment" } },
  ],
  [
    "wasender-messages-received-audio",
    { outcome: "processed", message: { kind: "audio", body: null, evidence: "reply" } },
  ],
  [
    "wasender-messages-received-ephemeral",
    { outcome: "processed", message: { kind: "text", body: "Messaggio effimero" } },
  ],
  [
    "wasender-messages-received-quoted-reply",
    { outcome: "processed", message: { quoted_whatsapp_id: "3EB0000000000000000A01" } },
  ],
  ["wasender-messages-group-received", { outcome: "ignored", reason: "group" }],
  ["wasender-newsletter", { outcome: "ignored", reason: "newsletter" }],
  ["wasender-message-revoke-protocol", { outcome: "processed" }],
  ["wasender-messages-reaction", { outcome: "processed" }],
  ["wasender-messages-delete", { outcome: "duplicate" }],
  ["wasender-message-sent-success", { outcome: "duplicate" }],
  ["wasender-message-sent-failed", { outcome: "processed" }],
  ["wasender-message-update-read", { outcome: "processed" }],
  ["wasender-message-update-error", { outcome: "processed" }],
  ["wasender-message-receipt-update-group", { outcome: "ignored", reason: "receipt" }],
  ["wasender-session-status-logged-out", { outcome: "processed" }],
  ["wasender-session-status-need-passkey", { outcome: "processed" }],
  ["wasender-session-status-connected", { outcome: "processed" }],
  ["wasender-qrcode-updated", { outcome: "ignored", reason: "linking_credential" }],
  ["wasender-passkey-updated", { outcome: "ignored", reason: "linking_credential" }],
  ["wasender-call", { outcome: "processed" }],
  ["wasender-webhook-test", { outcome: "ignored", reason: "unknown_event" }],
];

/** Answers and REST bodies: the client's tests have these. */
const notWebhooks =
  /-response|message-info|message-logs|decrypt-request|not-found|rest-|analytics|contacts-index|notes-add/;

let product: Product;
beforeAll(async () => {
  product = await createProduct();
});
afterAll(() => product.close());

describe("every webhook fixture through the real doors", () => {
  test("the table names each of them", () => {
    const files = readdirSync(new URL("../fixtures/provider", import.meta.url)).map((file) =>
      file.replace(/\.json$/, ""),
    );
    expect(cases.map(([name]) => name).toSorted()).toEqual(
      files.filter((name) => !notWebhooks.test(name)).toSorted(),
    );
  });

  test.for(cases)("%s", async ([name, expected]) => {
    const response = await post(name);
    const answer = (await response.json()) as { outcome: string; reason?: string; requestId: number };
    expect(response.status).toBe(200);
    expect(answer).toMatchObject({
      outcome: expected.outcome,
      ...(expected.reason ? { reason: expected.reason } : {}),
    });
    await product.afterResponses();
    const { sql } = product.db;
    const [row] = await sql`select * from webhook_requests where id = ${answer.requestId}`;
    expect(row).toMatchObject({ outcome: expected.outcome, reason: expected.reason ?? null });
    expect(Number(row?.duration_ms)).toBeGreaterThan(0);
    // Never the key that Wasender puts into its events, never a linking credential, never our own secrets.
    expect(JSON.stringify(row)).not.toMatch(
      /session-api-key-example|EXAMPLE-QR|EXAMPLE-TOKEN|secret-of-the-tests/,
    );
    if (row?.outcome === "duplicate") expect(row).toMatchObject({ body: null, raw_body: null });
    else expect(row?.body).not.toBeNull();
    if (expected.call) {
      const keys = [fixture(name)].map((body) =>
        String((body.data ?? body).call_id ?? (body.data ?? body).callId),
      );
      const [call] = await sql`select * from cloudtalk_calls where cloudtalk_call_id = ${keys[0] ?? null}`;
      expect(call).toMatchObject(expected.call);
    }
    if (expected.message) {
      const [message] = await sql`select * from whatsapp_messages where request_id = ${answer.requestId}`;
      expect(message).toMatchObject(expected.message);
    }
  });

  test("every delivery ended in one of the five ways, and the sums agree", async () => {
    const { sql } = product.db;
    const outcomes = await sql`select outcome, count(*)::int from webhook_requests group by outcome`;
    expect(outcomes.reduce((sum, { count }) => sum + count, 0)).toBe(cases.length);
    expect(outcomes.map(({ outcome }) => outcome).toSorted()).toEqual(["duplicate", "ignored", "processed"]);
  });

  test("the sender without a phone is unmatched, and nothing was read from its digits", async () => {
    const { sql } = product.db;
    const rows = await sql`select i.kind, i.value from contact_identities i
      join whatsapp_messages m on m.contact_id = i.contact_id where m.body = 'Chi siete?' order by i.kind`;
    // Its photo, later in the table, brought the pair: the two became one.
    expect(rows).toEqual([
      { kind: "lid", value: "180000000000102@lid" },
      { kind: "phone", value: "+393330001002" },
    ]);
  });
});

async function post(name: string): Promise<Response> {
  if (name.startsWith("wasender-")) return product.postWasender(fixture(name));
  if (!name.startsWith("cloudtalk-native-")) return product.postCloudtalk(fixture(name));
  const raw = JSON.stringify(fixture(name));
  const at = new Date();
  const signature = new Webhook(secrets.cloudtalkSigning).sign(`msg_${name}`, at, raw);
  return product.doors.webhook.request("http://aftercall.test/webhook/cloudtalk", {
    method: "POST",
    body: raw,
    headers: {
      "content-type": "application/json",
      "svix-id": `msg_${name}`,
      "svix-timestamp": String(Math.floor(at.getTime() / 1000)),
      "svix-signature": signature,
    },
  });
}
