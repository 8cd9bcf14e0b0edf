import { afterEach, beforeEach, expect, test } from "vitest";
import { createApiKey } from "../../lib/base/api-key.ts";
import { type TwoVendors, twoVendors } from "../channels/two-vendors.ts";
import { message, numberId, textMessage, waId } from "../providers/meta/bodies.ts";
import { traces } from "./traces.ts";

let s: TwoVendors;
beforeEach(async () => {
  s = await twoVendors({ FIRST_CONTACT_CHANNEL: "meta" });
});
afterEach(() => s.product.close());

test("of a person at Meta's API nothing is left, nor of what a program wrote to them", async () => {
  const metadata = { display_phone_number: "15550783881", phone_number_id: numberId };
  const ids = { user_id: "IT.Marisa1", parent_user_id: "IT.ENT.MarisaP" };
  const contacts = [{ profile: { name: "Marisa Ferraris", username: "marisella" }, wa_id: waId(1), ...ids }];
  const referral = {
    source_type: "ad",
    source_id: "990011",
    headline: "Ciao Marisa",
    ctwa_clid: "clic-marisa",
    source_url: "https://fb.me/x",
  };
  await s.post({
    metadata,
    contacts,
    messages: [textMessage(1, "prova segreta", { referral, from_user_id: ids.user_id })],
  });
  const { text: _, ...system } = message(1, "system", {
    id: "wamid.SYS",
    system: {
      type: "user_changed_number",
      body: "Marisa changed",
      wa_id: waId(77),
      user_id: "IT.MarisaNew",
      previous_user_id: ids.user_id,
    },
  });
  await s.post({ metadata, messages: [system] });
  await s.post({
    metadata,
    contacts,
    messages: [message(1, "reaction", { id: "wamid.R", reaction: { message_id: "wamid.IN-1", emoji: "x" } })],
  });
  const admin = await s.product.db.createStaff({ role: "admin" });
  const [{ id: workspace }] = await s.sql<[{ id: string }]>`select id from workspaces`;
  const { key, prefix, hash } = createApiKey();
  await admin.client.rpc("make_api_key", { workspace, name: "P", role: "agent", prefix, hash });
  const sent = await s.product.doors.rest.request("http://aftercall.test/api/whatsapp/send/text", {
    method: "POST",
    headers: {
      authorization: `Bearer ${key}`,
      "content-type": "application/json",
      "idempotency-key": `per-${waId(1)}`,
    },
    body: JSON.stringify({ to: waId(1), message: "prova segreta per Marisa", lead_id: "Marisa-7" }),
  });
  expect(sent.status).toBe(200);
  const { id } = (await sent.json()) as { id: number };
  await s.product.afterResponses();
  await s.send();
  expect(s.sends).toHaveLength(1);
  await s.post({
    metadata,
    statuses: [
      {
        id: "wamid.OUT-1",
        status: "read",
        timestamp: "1795251600",
        recipient_id: waId(1),
        recipient_user_id: "IT.MarisaNew",
      },
    ],
  });
  await s.post({
    metadata,
    statuses: [
      {
        id: "wamid.NOBODY",
        status: "failed",
        timestamp: "1795251600",
        recipient_id: waId(1),
        recipient_user_id: "IT.MarisaNew",
        errors: [{ code: 131000, title: `to ${waId(1)}` }],
      },
    ],
  });
  const [row] = await s.sql`select contact_id from whatsapp_messages where id = ${id}`;
  const erased = await admin.client.rpc("erase_contact", {
    contact: row!.contact_id,
    reason: "chiede",
    typed: "Marisa Ferraris",
  });
  expect(erased.data).toMatchObject({ erased: true });
  const finish = async () => {
    for (let n = 0; n < 3; n += 1) await s.product.db.service.rpc("keep_privacy", { batch: 500 });
    await s.product.db.shiftClock(10 * 60_000);
    await s.product.db.service.rpc("keep_privacy", { batch: 500 });
  };
  await finish();
  const words = ["marisa", "marisella", waId(1), waId(1).slice(2), "prova segreta", waId(77), "990011"];
  expect(await traces(s.sql, words)).toEqual([]);
  // Known again by any of their ids: nothing is stored.
  for (const from of [{ user_id: "IT.MarisaNew" }, { user_id: "IT.X9", parent_user_id: "IT.ENT.MarisaP" }]) {
    await s.post({
      metadata,
      contacts: [{ profile: { name: "Marisa" }, ...from }],
      messages: [
        {
          ...textMessage(1, "ancora io"),
          id: `wamid.${from.user_id}`,
          from: undefined,
          from_user_id: from.user_id,
          from_parent_user_id: from.parent_user_id,
        },
      ],
    });
  }
  await finish();
  expect(await traces(s.sql, [...words, "ancora io", "IT.X9"])).toEqual([]);
});
