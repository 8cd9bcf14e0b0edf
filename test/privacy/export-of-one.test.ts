import { afterEach, beforeEach, expect, test } from "vitest";
import type { Staff } from "../support/create-staff.ts";
import { endedCall, hidden, inbound, type Kit, kit, phone } from "../support/kit.ts";

/** What is given to one person says nothing of another. */
let k: Kit;
let admin: Staff;
beforeEach(async () => {
  k = await kit();
  admin = await k.product.db.createStaff({ role: "admin" });
});
afterEach(() => k.product.close());

const idOf = async (value: string) =>
  Number((await k.sql`select contact_id from contact_identities where value = ${value}`)[0]?.contact_id);
const page = async (contact: number, part: string, after = 0, page_size = 200) =>
  (await admin.client.rpc("export_page", { contact, part, after, page_size })).data as { id: number }[];
async function everything(contact: number): Promise<string> {
  const { data } = await admin.client.rpc("begin_export", { contact });
  const pages = await Promise.all((data as { parts: string[] }).parts.map((part) => page(contact, part)));
  return JSON.stringify([data, pages]);
}

test("two who were joined by mistake and parted again", async () => {
  await k.ct(endedCall(1, { contact_name: "Anna Uno" }));
  await k.ct(endedCall(2, { contact_name: "Bruno Due" }));
  await k.wa(hidden(2, "ciao", { cleanedSenderPn: phone(2).slice(1) }));
  const [anna, bruno] = [await idOf(phone(1)), await idOf(phone(2))];
  const merged = await admin.client.rpc("merge_contacts", { loser: bruno, winner: anna, reason: null });
  expect(await everything(anna)).toMatch(/Bruno.*3331000002/);
  await admin.client.rpc("split_contact", { merge: merged.data, reason: "Sono due persone" });
  expect(await everything(anna)).not.toMatch(/Bruno|3331000002|180000000000777/);
  expect(await everything(bruno)).not.toMatch(/Anna|3331000001/);
});

test("one delivery with the messages of several people", async () => {
  const both = [inbound(1, "mio"), inbound(2, "segreto di un altro")] as { data: { messages: object } }[];
  await k.wa({ event: "messages.upsert", data: { messages: both.map(({ data }) => data.messages) } });
  await k.wa(inbound(1, "solo mio"));
  const text = await everything(await idOf(phone(1)));
  expect(text).not.toMatch(/segreto|3331000002/);
  expect(text).toMatch(/solo mio/);
  expect(await page(await idOf(phone(1)), "deliveries")).toMatchObject([
    { isShared: true, body: null },
    { isShared: false, body: { event: "messages.received" } },
  ]);
});

test("each part goes on from page to page, and none twice", async () => {
  for (let n = 0; n < 7; n += 1) {
    await k.wa(inbound(1, `riga ${n}`));
    await k.ct(endedCall(1, { call_id: `90000010${n}` }));
  }
  const contact = await idOf(phone(1));
  await admin.client.rpc("begin_export", { contact });
  for (const [part, count] of [
    ["messages", 8],
    ["calls", 7],
    ["deliveries", 14],
  ] as const) {
    const seen: number[] = [];
    for (
      let rows = await page(contact, part, 0, 3);
      rows.length > 0;
      rows = await page(contact, part, seen.at(-1), 3)
    )
      seen.push(...rows.map(({ id }) => id));
    expect([part, new Set(seen).size, seen.length]).toEqual([part, count, count]);
  }
});
