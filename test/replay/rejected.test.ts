import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { cloudtalk } from "../../lib/vendors/cloudtalk/vendor.ts";
import { endedCall, phone } from "../support/calls.ts";
import { fixture, secrets } from "../support/product.ts";
import { type Stage, stage } from "./harness.ts";

/** A delivery that could not be read is tried again by a manager after what was wrong is mended. */
const hour = 3_600_000;
const answered = fixture("cloudtalk-call-ended-answered");
const nothing = { processed: 0, ignored: 0, duplicate: 0, rejected: 0, failed: 0, already: 0 };
let s: Stage;
beforeEach(async () => {
  s = await stage();
});
afterEach(() => s.product.close());

const idOf = async (response: Response) => ((await response.json()) as { requestId: number }).requestId;
const newestEvent = async () => Number((await s.rows("webhook_requests")).at(-1).id);

describe("what could not be read", () => {
  test("by an older parser takes effect in its own row, as heard when it came", async () => {
    const id = await s.rejectedOnce("cloudtalk", answered);
    const { received_at: heard } = await s.event(id);
    await s.product.db.shiftClock(2 * hour);

    expect(await s.replay([id])).toEqual({ counts: { ...nothing, processed: 1 }, reasons: {}, left: 0 });

    expect(await s.rows("webhook_requests")).toMatchObject([
      {
        outcome: "processed",
        reason: null,
        detail: null,
        event_type: "call-ended",
        received_at: heard,
        raw_body: null,
        domain_values: null,
        next_try_at: null,
        tries: 2,
        replays: 1,
        replayed_by: s.manager.userId,
        replayed_at: new Date(heard.getTime() + 2 * hour),
      },
    ]);
    expect((await s.event(id)).body).toEqual(answered);
    expect(await s.rows("cloudtalk_calls")).toMatchObject([
      { cloudtalk_call_id: answered.call_id, ended_heard_at: heard, created_at: heard },
    ]);
    expect(await s.rows("whatsapp_messages")).toMatchObject([
      {
        status: "queued",
        due_at: heard,
        live_until: new Date(heard.getTime() + hour / 2),
        expires_at: new Date(heard.getTime() + 72 * hour),
      },
    ]);
  });

  test("through the real entry point is read once its format is known", async () => {
    const yaml =
      "event: call-ended\ncall_id: '900000001'\nexternal_number: '393331000001'\ntalking_time: '60'\n";
    const refused = await s.product.postCloudtalk(yaml, { headers: { "content-type": "application/yaml" } });
    expect(refused.status).toBe(415);
    const id = await newestEvent();

    expect(await s.replay([id])).toMatchObject({
      counts: { ...nothing, rejected: 1 },
      reasons: { unsupported_media_type: 1 },
    });
    expect(await s.event(id)).toMatchObject({
      outcome: "rejected",
      reason: "unsupported_media_type",
      raw_body: yaml,
      tries: 2,
      replays: 1,
    });

    const read = await cloudtalk.events!.reader();
    const withYaml = {
      cloudtalk: ({ rawBody, contentType }: { rawBody: Uint8Array; contentType: string | null }) => {
        expect(contentType).toBe("application/yaml");
        const pairs = new TextDecoder().decode(rawBody).matchAll(/^(\w+): '?([^'\n]*)/gm);
        const body = Object.fromEntries([...pairs].map(([, key, value]) => [key, value]));
        const kept = {
          rawBody: new TextEncoder().encode(JSON.stringify(body)),
          contentType: "application/json",
        };
        return read({ ...kept, isSigned: false }, { defaultCountry: "IT", mapping: {} });
      },
    };
    expect(await s.replay([id], withYaml)).toMatchObject({ counts: { ...nothing, processed: 1 } });
    expect(await s.rows("cloudtalk_calls")).toMatchObject([{ cloudtalk_call_id: "900000001" }]);
    expect(await s.event(id)).toMatchObject({ outcome: "processed", raw_body: null, tries: 3, replays: 2 });
  });

  test("stays rejected with what is wrong today", async () => {
    const id = await s.rejectedOnce("wasender", "[]");
    expect((await s.event(id)).detail).toContain("last week");
    await s.replay([id]);
    expect(await s.event(id)).toMatchObject({
      outcome: "rejected",
      reason: "no_event_name",
      detail: expect.stringContaining('"event" name'),
      replayed_by: s.manager.userId,
    });
  });

  test("stays rejected, and holds up nobody, when its parser breaks on it", async () => {
    const read = await cloudtalk.events!.reader();
    const bad = await s.rejectedOnce("cloudtalk", endedCall(1));
    const good = await s.rejectedOnce("cloudtalk", endedCall(2));
    const report = await s.replay([bad, good], {
      cloudtalk: (kept, reading) => {
        if (new TextDecoder().decode(kept.rawBody).includes("900000001"))
          throw new TypeError("undefined is not");
        return read(kept, reading);
      },
    });
    expect(report).toEqual({
      counts: { ...nothing, processed: 1, rejected: 1 },
      reasons: { internal: 1 },
      left: 0,
    });
  });

  test("is a duplicate, and keeps no body, when its source sent it again meanwhile", async () => {
    const id = await s.rejectedOnce("cloudtalk", answered);
    const first = await idOf(await s.product.postCloudtalk(answered));
    expect(await s.replay([id])).toMatchObject({ counts: { ...nothing, duplicate: 1 } });
    expect(await s.event(id)).toMatchObject({
      outcome: "duplicate",
      duplicate_of: String(first),
      body: null,
      raw_body: null,
    });
    expect(await s.rows("whatsapp_messages")).toHaveLength(1);
  });

  test("may turn out to be nothing for us", async () => {
    const id = await s.rejectedOnce("wasender", fixture("wasender-newsletter"));
    expect(await s.replay([id])).toMatchObject({ counts: { ...nothing, ignored: 1 } });
    expect(await s.event(id)).toMatchObject({ outcome: "ignored", reason: "newsletter" });
  });

  test("is stored without secrets once it is read", async () => {
    const body = fixture("wasender-messages-received-text");
    const id = await s.rejectedOnce("wasender", {
      ...body,
      sessionId: "abc-secret-key",
      note: secrets.whatsappToken,
    });
    await s.replay([id]);
    expect((await s.event(id)).outcome).toBe("processed");
    expect(JSON.stringify(await s.event(id))).not.toMatch(/abc-secret-key|session-api-key-example/);
  });

  test("but is known by its content only is not read without the part that was removed", async () => {
    const weak = (note: string) => ({ event: "call-ended", external_number: phone(1).slice(1), note });
    const id = await s.rejectedOnce("cloudtalk", weak("[redacted]"));
    await s.product.postCloudtalk(weak(secrets.cloudtalkWebhook));
    expect(await s.replay([id])).toMatchObject({ reasons: { not_identifiable: 1 } });
    expect(await s.rows("cloudtalk_calls")).toHaveLength(1);

    const whole = await s.rejectedOnce("cloudtalk", weak("nothing secret"));
    expect(await s.replay([whole])).toMatchObject({ counts: { processed: 1 } });
  });
});
