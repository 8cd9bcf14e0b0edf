import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { redactBody } from "../../lib/base/redact.ts";
import { prepareEffects } from "../../lib/inbox/prepare-effects.ts";
import { readersOf } from "../../lib/inbox/readers.ts";
import { type KeptDelivery, replayReading } from "../../lib/inbox/replay-reading.ts";
import { vendors } from "../../lib/vendors/vendors.ts";
import { fixture } from "../support/product.ts";

/** What is kept of a delivery reads as the delivery did. */
const secrets = ["a-secret-of-ours"];
const readers = await readersOf(vendors, ["cloudtalk", "wasender"]);
const tools = {
  readers,
  defaultCountry: "IT",
  mapping: {},
  secrets,
  log: { info() {}, warn() {}, error() {} },
};
const kept = (over: Partial<KeptDelivery>): KeptDelivery => ({
  id: 1,
  source: "cloudtalk",
  origin: "webhook",
  outcome: "rejected",
  contentType: "application/json",
  isSigned: false,
  body: null,
  rawBody: null,
  ...over,
});

const events = readdirSync(new URL("../fixtures/provider/", import.meta.url))
  .map((file) => file.replace(/\.json$/, ""))
  .filter(
    (name) => !/response|request|rest-|analytics|notes|lookup|contacts|not-found|-info$|-logs$/.test(name),
  );

describe.each(events)("%s", (name) => {
  const source = name.startsWith("cloudtalk") ? "cloudtalk" : "wasender";
  const isSigned = name.includes("native");
  const whole = fixture(name);
  const rawBody = new TextEncoder().encode(JSON.stringify(whole));
  const first = readers[source]!({ rawBody, contentType: "application/json", isSigned }, tools);
  // What opens a customer's file is kept nowhere: the second reading lacks it.
  const effects = prepareEffects(first.delivery.values, secrets).map((value) =>
    "mediaSource" in value ? { ...value, mediaSource: null } : value,
  );

  test("reads the same from its kept body", () => {
    const reading = replayReading(
      kept({ source, isSigned, outcome: "failed", body: redactBody(whole, secrets) }),
      tools,
    );
    expect(reading).toEqual({
      eventType: first.delivery.eventType,
      body: redactBody(whole, secrets),
      effects,
    });
  });

  test("reads the same from its kept text", () => {
    const reading = replayReading(
      kept({ source, isSigned, rawBody: JSON.stringify(redactBody(whole, secrets)) }),
      tools,
    );
    expect(reading).toMatchObject({ effects });
  });
});

describe("a form", () => {
  const form = "event=call-ended&call_id=900000001&external_number=%2B393331000001&contact_name=Niccol%C3%B2";
  const names = { effects: [{ type: "call_ended", callId: "900000001", contactName: "Niccolò" }] };
  const contentType = "application/x-www-form-urlencoded";

  test("is read from its text", () => {
    expect(replayReading(kept({ contentType, rawBody: form }), tools)).toMatchObject(names);
  });

  test("is read as what its text was kept in, not as what it came in", () => {
    const latin = `${contentType}; charset=ISO-8859-1; v=1`;
    expect(
      replayReading(kept({ contentType: latin, rawBody: form.replace("%C3%B2", "ò") }), tools),
    ).toMatchObject(names);
  });
});

test.for([
  ["has no body any more", { outcome: "failed" }, "nothing_kept"],
  [
    "was found by us",
    { origin: "reconciled", body: fixture("cloudtalk-call-ended-answered") },
    "nothing_kept",
  ],
  ["is broken JSON", { rawBody: "{" }, "bad_json"],
  ["is an image", { contentType: "image/png", rawBody: "\uFFFDPNG" }, "unsupported_media_type"],
  [
    "is signed and no webhook of CloudTalk's",
    { isSigned: true, rawBody: '{"call_id": "1"}' },
    "not_a_webhook",
  ],
  [
    "is weak and lost a secret",
    { body: { external_number: "393331000001", x: "[redacted]" } },
    "not_identifiable",
  ],
  [
    "is weak and lost bytes",
    { rawBody: '{"external_number": "393331000001", "x": "\uFFFD"}' },
    "not_identifiable",
  ],
] as const)("one that %s is refused: %s", ([, over, reason]) => {
  expect(replayReading(kept(over as Partial<KeptDelivery>), tools)).toEqual({
    rejected: { reason, detail: expect.stringMatching(/\.$/) },
  });
});

test("one that names its call may have lost a secret", () => {
  const body = { call_id: "900000001", external_number: "393331000001", x: "[redacted]" };
  expect(replayReading(kept({ body }), tools)).toMatchObject({ effects: [{ keys: ["id:900000001"] }] });
});
