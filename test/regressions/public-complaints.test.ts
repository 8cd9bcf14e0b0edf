import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { movedDeliveries } from "../fixtures/moved.ts";
import { endedCall, type Kit, kit } from "../support/kit.ts";
import { finishFile, takeFiles } from "../support/take-files.ts";

/** What users of other programs complained of in public, each told by the deliveries that caused it. */
let k: Kit;
beforeEach(async () => {
  k = await kit();
});
afterEach(() => k.product.close());

const minute = 60_000;
/** The number of the complaint's customer. */
const number = (n: number) => `3933300770${String(n).padStart(2, "0")}`;

/** They are asked by a call, the ask is accepted; the deliveries begin a minute later, the first in `lateBy`. */
async function asked(name: string, n: number, { lateBy = 5 * minute, whatsappId = "" } = {}) {
  await k.ct(endedCall(n, { call_id: `c${n}`, external_number: number(n), contact_name: `Cliente ${n}` }));
  const { message } = await k.claim();
  await k.settle(message.id, message.attempt, {
    kind: "accepted",
    providerMessageId: String(58_000 + n),
    httpStatus: 200,
  });
  if (whatsappId !== "") {
    await k.sql`update whatsapp_messages set whatsapp_message_id = ${whatsappId} where id = ${message.id}`;
    await k.sql`insert into whatsapp_message_keys (channel_id, workspace_id, whatsapp_id, message_id)
      select channel_id, workspace_id, ${whatsappId}, id from whatsapp_messages where id = ${message.id}`;
  }
  await k.shift(minute);
  const now = await k.product.db.now();
  await k.shift(lateBy);
  return movedDeliveries(`complaints/${name}`, now);
}
const evidence = async (n: number) => (await k.call(`c${n}`)).electricity_bill_evidence;
const inbox = async () =>
  (await k.sql`select m.*, c.name, app.contact_phone(m.contact_id) as phone from whatsapp_messages m
    join contacts c on c.id = m.contact_id where m.direction = 'in' order by m.id`) as unknown as Record<
    string,
    unknown
  >[];
const phones = async () =>
  (await k.sql`select value from contact_identities where kind = 'phone' order by value`).map(
    ({ value }) => value,
  );
const stopped = async () =>
  (
    await k.sql`select app.contact_phone(id) as phone from contacts where opted_out_at is not null order by id`
  ).map(({ phone }) => phone);
const looks = async () =>
  (await k.sql`select kind, settled_how from attention order by id`).map((row) => [
    row.kind,
    row.settled_how,
  ]);
const all = async (deliveries: unknown[]) => {
  for (const delivery of deliveries) await k.wa(delivery);
};

test("one message under two addresses: one row, on the contact with the number", async () => {
  const [first, second] = await asked("one-message-two-addresses", 1);
  await k.wa(first);
  expect(await evidence(1)).toBeNull();
  expect(await k.wa(second)).toMatchObject({ outcome: "duplicate" });
  expect(await inbox()).toMatchObject([{ phone: `+${number(1)}`, body: "Buongiorno, la mando stasera" }]);
  expect(await k.sql`select from contacts where merged_into is null`).toHaveLength(1);
  expect(await evidence(1)).toBe("reply");
});

describe("an album is announced before its photos", () => {
  test("the announcement proves nothing, and nothing is to look at while they come", async () => {
    const [announced, photo] = await asked("album-announced-before-its-photos", 2, { lateBy: 0 });
    await k.wa(announced);
    expect(await evidence(2)).toBeNull();
    expect(await looks()).toEqual([]);
    await k.wa(photo);
    expect(await evidence(2)).toBe("attachment");
    await k.shift(6 * minute);
    await k.product.tick();
    expect((await looks()).filter(([kind]) => kind === "unknown_kind")).toEqual([]);
  });

  test("without any photo it is to look at, once", async () => {
    const [announced] = await asked("album-announced-before-its-photos", 2, { lateBy: 0 });
    await k.wa(announced);
    await k.shift(4 * minute);
    await k.product.tick();
    expect(await looks()).toEqual([]);
    await k.shift(2 * minute);
    await k.product.tick();
    await k.product.tick();
    expect(await looks()).toEqual([["unknown_kind", null]]);
  });
});

describe("the customer has another number", () => {
  const old = `+${number(3)}`;
  const fresh = `+${number(93)}`;

  test("it is to look at with both numbers, and nothing goes to the old one by itself", async () => {
    const [notice, file] = await asked("customer-changed-number", 3);
    expect(await k.wa(notice)).toMatchObject({ outcome: "processed" });
    expect(await evidence(3)).toBeNull();
    expect(await k.sql`select kind, detail from attention`).toMatchObject([
      { kind: "number_changed", detail: `${old} → ${fresh}` },
    ]);
    await k.ct(endedCall(3, { call_id: "again", external_number: number(3) }));
    expect(await k.call("again")).toMatchObject({ should_send: false });
    await k.wa(file);
    expect((await inbox()).at(-1)).toMatchObject({ phone: fresh, kind: "document" });
    expect(await evidence(3)).toBeNull();
  });

  test("a stop of the old one holds for the new one", async () => {
    const [notice] = await asked("customer-changed-number", 3);
    await k.sql`select app.note_consent(id, 'stopped', 'staff') from contacts`;
    await k.wa(notice);
    expect(await stopped()).toEqual([old, fresh]);
  });
});

describe("a late and lower status", () => {
  test("read stays read", async () => {
    const [read, accepted] = await asked("late-lower-status", 4, { whatsappId: "3EB0000000000077004" });
    await all([read, accepted]);
    expect(await k.msgs()).toMatchObject([{ status: "read" }]);
  });

  test("a failure stays in sight, and is not sent again by itself", async () => {
    const [failed, accepted] = await asked("late-lower-status", 4, { whatsappId: "3EB0000000000077004" });
    failed.data.update.status = 0;
    await all([failed, accepted]);
    expect(await k.msgs()).toMatchObject([{ status: "failed", acknowledged_at: null, attempt: 1 }]);
    expect((await k.claim()).message).toBeUndefined();
  });
});

describe("a tap on an advertisement", () => {
  test("is kept and named, and proves nothing", async () => {
    await all(await asked("prefilled-text-of-an-ad", 5));
    expect(await inbox()).toMatchObject([
      { body: "Ciao! Vorrei più informazioni", content_name: "advertisement", phone: `+${number(5)}` },
      { body: null, content_name: "advertisement" },
    ]);
    expect(await evidence(5)).toBeNull();
  });

  test("lifts no stop; a stop in it counts; what the person writes later counts", async () => {
    const [ad] = await asked("prefilled-text-of-an-ad", 5);
    const says = (id: string, text: string, delay?: number) => {
      const one = structuredClone(ad);
      one.data.messages.key.id = id;
      one.data.messages.messageBody = text;
      one.data.messages.message.extendedTextMessage.text = text;
      if (delay)
        one.data.messages.message.extendedTextMessage.contextInfo.entryPointConversionDelaySeconds = delay;
      return k.wa(one);
    };
    await says("3A01", "Eccola", 3_600);
    expect(await evidence(5)).toBe("reply");
    await says("3A02", "STOP");
    expect(await stopped()).toEqual([`+${number(5)}`]);
    await k.shift(minute);
    ad.data.messages.messageTimestamp += 600;
    await says("3A03", "START");
    expect(await stopped()).toEqual([`+${number(5)}`]);
  });
});

test("our own name is never theirs", async () => {
  await all(await asked("our-own-name-as-theirs", 6));
  expect(await k.sql`select name, push_name from contacts`).toMatchObject([
    { name: "Cliente 6", push_name: null },
  ]);
  expect((await k.msgs()).at(-1)).toMatchObject({ purpose: "typed", direction: "out" });
});

describe("from a broadcast list", () => {
  test("it is the person's, and proves nothing", async () => {
    await all(await asked("from-a-broadcast-list", 7));
    expect(await inbox()).toMatchObject([{ phone: `+${number(7)}`, content_name: "broadcast_list" }]);
    expect(await phones()).toEqual([`+${number(7)}`]);
    expect(await evidence(7)).toBeNull();
  });

  test("a stop in it counts", async () => {
    const [list] = await asked("from-a-broadcast-list", 7);
    list.data.messages.messageBody = "STOP";
    list.data.messages.message.conversation = "STOP";
    await k.wa(list);
    expect(await stopped()).toEqual([`+${number(7)}`]);
  });
});

test("a forwarded bill of a month ago counts as written now; its lost file is to look at", async () => {
  await all(await asked("forwarded-old-bill", 8));
  expect(await evidence(8)).toBe("attachment");
  const [taken] = await takeFiles(k);
  const result = { kind: "gone", code: "expired", message: "WhatsApp keeps a file for some days only." };
  expect(await finishFile(k, taken!, result)).toBe(true);
  expect(await looks()).toEqual([["file_missed", null]]);
  expect(await evidence(8)).toBe("attachment");
});

test("contact cards are an answer, readable, and nobody on them becomes a contact", async () => {
  await all(await asked("card-with-several-numbers", 9));
  expect(await inbox()).toMatchObject([
    {
      kind: "contact",
      body: "Figlio: +39 333 007 7019, 02 9999 0019\nCommercialista: +39 333 007 7029",
      is_stop: false,
    },
  ]);
  expect(await phones()).toEqual([`+${number(9)}`]);
  expect(await k.sql`select from whatsapp_messages where ask_open`).toHaveLength(0);
});

test("a card called STOP stops nothing", async () => {
  const [cards] = await asked("card-with-several-numbers", 9);
  const { contacts } = cards.data.messages.message.contactsArrayMessage;
  contacts.splice(0, 2, { displayName: "STOP", vcard: "" });
  await k.wa(cards);
  expect(await inbox()).toMatchObject([{ body: "STOP", is_stop: false }]);
  expect(await stopped()).toEqual([]);
});

test("quoted words are not theirs, a quoted picture is no file", async () => {
  const [reply] = await asked("our-own-words-quoted", 10, { whatsappId: "3EB0000000000077010" });
  await k.wa(reply);
  expect(await evidence(10)).toBe("reply");
  expect(await stopped()).toEqual([]);
  const [, stop] = await asked("our-own-words-quoted", 11, { whatsappId: "3EB0000000000077011" });
  await k.wa(stop);
  expect(await evidence(11)).toBeNull();
  expect(await stopped()).toEqual([`+${number(11)}`]);
  expect((await inbox()).at(-1)).toMatchObject({ media: null, is_stop: true });
});

test("what was queued while the link was down counts from when it was written", async () => {
  await k.ct(endedCall(13, { call_id: "c13", external_number: number(13) }));
  const { message } = await k.claim();
  await k.settle(message.id, message.attempt, { kind: "accepted", providerMessageId: "1", httpStatus: 200 });
  await k.shift(minute);
  const queued = await asked("queued-while-the-link-was-down", 12, { lateBy: 120 * minute });
  await all(queued);
  expect(await evidence(12)).toBe("attachment");
  expect(await stopped()).toEqual([`+${number(13)}`]);
  const [file] = await inbox();
  const { written_at: written, created_at: heard } = file as { written_at: Date; created_at: Date };
  expect(heard.getTime() - written.getTime()).toBeGreaterThan(100 * minute);
});

test("the same message through two events at once is one", async () => {
  const both = await asked("same-message-through-two-events", 14);
  const answers = await Promise.all(both.map((delivery) => k.wa(delivery)));
  expect(answers.map(({ outcome }) => outcome).sort()).toEqual(["duplicate", "processed"]);
  expect(await inbox()).toHaveLength(1);
  expect(await k.sql`select from bill_evidence`).toHaveLength(1);
});

test("a hidden id is no number; a stop of one that has no number is shown first", async () => {
  const [byLid, byId] = movedDeliveries("complaints/id-shown-as-a-number", await k.product.db.now());
  await k.wa(byId);
  await k.wa(byLid);
  expect(await phones()).toEqual([]);
  expect(await inbox()).toMatchObject([
    { phone: null, body: "STOP" },
    { phone: null, body: "Salve" },
  ]);
  expect(await k.sql`select opted_out_at from contacts order by id`).toMatchObject([
    { opted_out_at: expect.any(Date) },
    { opted_out_at: null },
  ]);
  const identities = await k.sql`select kind, value from contact_identities order by kind, value`;
  expect(identities.map(({ kind, value }) => `${kind} ${value}`)).toEqual([
    "bsuid IT.13491208655302741918",
    "lid 82880000000105@lid",
    "username anna.prova",
  ]);
  const staff = await k.product.db.createStaff({ role: "agent" });
  const seen = await staff.client.rpc("monitor_snapshot", { page_size: 10 });
  expect(seen.error).toBeNull();
  expect(seen.data.unmatched.map(({ body }: { body: string }) => body)).toEqual(["STOP", "Salve"]);
});

test("written and taken back before we heard it is to look at, once, and proves nothing", async () => {
  const [both] = await asked("taken-back-before-we-heard-it", 16);
  await k.wa(both);
  expect(await evidence(16)).toBeNull();
  expect(await looks()).toEqual([["taken_back", null]]);
  expect(await inbox()).toMatchObject([
    { phone: `+${number(16)}`, deleted_at: expect.any(Date), body: null },
  ]);
  await k.wa(both);
  expect(await looks()).toEqual([["taken_back", null]]);
  expect(await k.sql`select from whatsapp_messages where direction = 'out' and ask_open`).toHaveLength(1);
});
