import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Staff } from "../support/create-staff.ts";
import { endedCall, hidden, inbound, type Kit, kit, lid, phone } from "../support/kit.ts";
import { fullPerson, words } from "./person.ts";
import { traces } from "./traces.ts";

/** What comes of an erased person by ways that were not known when they were erased. */
let k: Kit;
let admin: Staff;
beforeEach(async () => {
  k = await kit();
  admin = await k.product.db.createStaff({ role: "admin" });
});
afterEach(() => k.product.close());

const other = "180000000000555@lid";
const erase = async (contact: number, typed = "Marisa Ferraris") =>
  expect(
    (await admin.client.rpc("erase_contact", { contact, reason: "Su richiesta", typed })).data,
  ).toMatchObject({ erased: true });
const finish = async () => {
  for (let n = 0; n < 3; n += 1) await k.rpc("keep_privacy", { batch: 500 });
  // Files are looked for once more after five minutes.
  await k.shift(10 * 60_000);
  for (const { id } of (await k.rpc("keep_privacy", { batch: 500 })).folders)
    await k.rpc("settle_deletion", { deletion: id });
  await k.rpc("keep_privacy", { batch: 500 });
};

describe("by another LID", () => {
  const hiddenOther = (text: string) => k.wa(hidden(1, text, { remoteJid: other, senderLid: other }));

  test("that then comes with their number: what they wrote by it goes, and the LID is known from now on", async () => {
    await erase(await fullPerson(k));
    await finish();
    expect(await hiddenOther("prova segreta")).toMatchObject({ outcome: "processed" });
    const key = { senderLid: other, remoteJid: other, senderPn: `${phone(1).slice(1)}@s.whatsapp.net` };
    expect(await k.wa(inbound(1, "prova segreta", { key }))).toMatchObject({ reason: "erased" });
    await finish();
    expect(await hiddenOther("prova segreta, ancora")).toMatchObject({
      outcome: "ignored",
      reason: "erased",
    });
    expect(await traces(k.sql, [...words, "180000000000555"])).toEqual([]);
    expect(await k.sql`select from erasures where done_at is null`).toEqual([]);
  });

  test("whose number is looked up: the same, until they may be stored again", async () => {
    const contact = await fullPerson(k);
    await hiddenOther("prova segreta");
    await erase(contact);
    const identity = { lid: other, phone: phone(1) };
    const delivery = {
      workspace: "default",
      source: "wasender",
      origin: "reconciled",
      eventType: "found.identity",
      body: identity,
    };
    expect(
      await k.rpc("record_delivery", { delivery, effects: [{ type: "identity", ...identity }] }),
    ).toMatchObject({ outcome: "ignored", reason: "erased" });
    await finish();
    expect(await k.sql`select from contact_identities`).toEqual([]);
    expect(await traces(k.sql, ["prova segreta", "180000000000555"])).toEqual([]);
    expect((await admin.client.rpc("allow_again", { contact, reason: "vuole tornare" })).data).toBe(true);
    expect(await hiddenOther("eccomi")).toMatchObject({ outcome: "processed" });
  });

  test("which is somebody's with a number: that person stays as they are", async () => {
    const contact = await fullPerson(k);
    await k.wa(inbound(2, "sono un altro", { key: { senderLid: other } }));
    await erase(contact);
    await k.wa(inbound(1, "prova segreta", { key: { senderLid: other } }));
    expect(await hiddenOther("sempre io")).toMatchObject({ outcome: "processed" });
    expect(await k.sql`select from contacts where erased_at is null`).toHaveLength(1);
  });
});

describe("in what was kept to be tried again", () => {
  test("a tag that names the call by its number alone: when it is applied, nothing of it stays", async () => {
    const contact = await fullPerson(k);
    await k.sql.unsafe(`create function app_test.fail() returns trigger language plpgsql as $$ begin raise exception 'full'; end $$;
      create trigger fail before insert on cloudtalk_call_keys for each row execute function app_test.fail()`);
    const tag = {
      event: "contact-tagged",
      call_id: "900000001",
      tag: "prova segreta",
      contact_name: "Marisa Ferraris",
    };
    await k.ct(tag);
    await erase(contact);
    await finish();
    await k.sql.unsafe("drop trigger fail on cloudtalk_call_keys");
    await k.shift(3_600_000);
    await k.product.tick();
    expect(
      await k.sql`select outcome, reason, headers from webhook_requests where event_type = 'contact-tagged'`,
    ).toEqual([{ outcome: "ignored", reason: "erased", headers: {} }]);
    expect(await traces(k.sql, words)).toEqual([]);
  });
});

test("in the provider's own words about a send that it could not name", async () => {
  const contact = await fullPerson(k);
  const error = `The number ${phone(1).slice(1)} is not on WhatsApp`;
  await k.wa({ event: "message.sent", data: { success: false, error } });
  expect(await k.sql`select detail from channel_incidents`).toEqual([{ detail: error }]);
  await erase(contact);
  await finish();
  expect(await traces(k.sql, words)).toEqual([]);
});

describe("by a name on WhatsApp", () => {
  test("that another has taken since: their replies are seen", async () => {
    await k.wa(hidden(1, "ciao", { remoteJidUsername: "cliente.uno" }));
    const id = Number((await k.sql`select id from contacts`)[0]?.id);
    await erase(id, `#${id}`);
    const by = { remoteJid: other, senderLid: other };
    await k.wa(hidden(2, "prima", by));
    expect(await k.wa(hidden(2, "dopo", { ...by, remoteJidUsername: "cliente.uno" }))).toMatchObject({
      outcome: "processed",
    });
    expect(await k.wa(hidden(1, "io", { remoteJid: lid }))).toMatchObject({ reason: "erased" });
  });

  test.each(["call", "text", "bodykind"])(
    "which is also a word of every event (%s): other people's events are left alone, theirs are not",
    async (name) => {
      await k.wa(hidden(1, "ciao", { remoteJidUsername: name }));
      const id = Number((await k.sql`select id from contacts`)[0]?.id);
      await k.sql.unsafe(`create function app_test.fail() returns trigger language plpgsql as $$ begin raise exception 'full'; end $$;
        create trigger fail before insert on cloudtalk_calls for each row execute function app_test.fail();
        create trigger fail before insert on whatsapp_messages for each row execute function app_test.fail()`);
      await k.ct(endedCall(2));
      await k.wa(hidden(1, "segreto", { remoteJid: other, senderLid: other, remoteJidUsername: `@${name}` }));
      await erase(id, `#${id}`);
      await finish();
      expect(
        await k.sql`select source, outcome, body is null and domain_values is null as empty from webhook_requests
        where id > 1 order by id`,
      ).toEqual([
        { source: "cloudtalk", outcome: "failed", empty: false },
        { source: "wasender", outcome: "ignored", empty: true },
      ]);
    },
  );
});
