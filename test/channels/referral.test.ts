import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Visitor } from "../monitor/visitor.ts";
import { waId } from "../providers/meta/bodies.ts";
import { approveTemplate } from "../support/approve-template.ts";
import { endedCall } from "../support/calls.ts";
import { type TwoVendors, twoVendors } from "./two-vendors.ts";

/** What Meta tells beside a message: the advertisement behind it, and that somebody wants no offers. */
let s: TwoVendors;
beforeEach(async () => {
  s = await twoVendors({ FIRST_CONTACT_CHANNEL: "meta" });
});
afterEach(() => s.product.close());

test("the advertisement is kept with the message and shown, its address only where it is one", async () => {
  const at = (await s.product.db.now()).toISOString();
  const referral = {
    source_type: "ad",
    source_id: "120210",
    headline: "<b>Luce</b> & gas",
    ctwa_clid: "ARAk",
    source_url: "https://fb.me/1a2b",
  };
  await s.write(1, at, { referral });
  await s.write(2, at, { referral: { ...referral, source_url: "javascript:alert(1)" } });
  const rows = await s.sql`select contact_id as id, referral from whatsapp_messages order by id`;
  expect(rows[0]!.referral).toMatchObject({
    sourceType: "ad",
    headline: "<b>Luce</b> & gas",
    clickId: "ARAk",
  });
  const visitor = new Visitor(s.product.doors.monitor);
  await visitor.signIn(await s.product.db.createStaff({ role: "agent" }));
  const page = async (id: number) =>
    (await visitor.get(`/monitor/c/${id}`, { "accept-language": "it" })).text();
  const first = await page(rows[0]!.id);
  expect(first).toContain("Arrivato dall&#39;annuncio <q>&lt;b&gt;Luce&lt;/b&gt; &amp; gas</q>");
  expect(first).toContain('<a href="https://fb.me/1a2b" target="_blank" rel="noopener noreferrer">');
  expect(await page(rows[1]!.id)).not.toContain("javascript:");
});

describe("who wants no offers (131050)", () => {
  const error = { code: 131050, title: "User has stopped receipt of marketing messages" };
  const consents = () => s.sql`select kind, source from contact_consents`;
  const stopped = () => s.sql`select marketing_stopped_at is not null as stopped, opted_out_at from contacts`;

  test("is noted when a status says so, once", async () => {
    await approveTemplate(s.product);
    await s.product.postCloudtalk(endedCall(1));
    await s.product.afterResponses();
    const [sent] = await s.sql`select whatsapp_message_id as id from whatsapp_messages`;
    const timestamp = String(Math.floor((await s.product.db.now()).getTime() / 1000));
    const status = { id: sent!.id, status: "failed", timestamp, recipient_id: waId(1), errors: [error] };
    for (let twice = 0; twice < 2; twice += 1) await s.post({ statuses: [status] });
    expect(await s.sql`select status, reason_code from whatsapp_messages`).toEqual([
      { status: "failed", reason_code: "stopped_marketing" },
    ]);
    expect(await consents()).toEqual([{ kind: "marketing_stopped", source: "preference" }]);
    expect(await stopped()).toEqual([{ stopped: true, opted_out_at: null }]);
  });

  test("is noted when the send is refused", async () => {
    await approveTemplate(s.product);
    s.refuse(131050);
    await s.product.postCloudtalk(endedCall(1));
    await s.product.afterResponses();
    expect(await s.sql`select status, reason_code from whatsapp_messages`).toEqual([
      { status: "failed", reason_code: "stopped_marketing" },
    ]);
    expect(await consents()).toEqual([{ kind: "marketing_stopped", source: "preference" }]);
    expect(await stopped()).toEqual([{ stopped: true, opted_out_at: null }]);
  });
});
