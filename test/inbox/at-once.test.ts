import { expect, test } from "vitest";
import { asked } from "../composer/stage.ts";
import type { Staff } from "../support/create-staff.ts";
import { inbound, type Kit, kit, phone } from "../support/kit.ts";

const rounds = 12;

async function ask(who: Staff, name: string, args: object): Promise<string | null> {
  const { error } = await who.client.rpc(name, args);
  return error && `${error.code} ${error.message}`;
}
const unfit = (answers: (string | null)[]) =>
  answers.filter((said) => said !== null && !said.startsWith("PT"));

test("staff and customers at one person at once: nobody waits in a circle", {
  timeout: 120_000,
}, async () => {
  const k = await kit();
  const [one, two] = [await k.product.db.createStaff(), await k.product.db.createStaff()];
  const [{ workspace }] = await k.sql<[{ workspace: string }]>`select id as workspace from workspaces`;
  const people = [await asked(k, 1), await asked(k, 2), await asked(k, 3)];
  for (let round = 0; round < rounds; round += 1) {
    const contact = people[round % 3]!;
    const many = { workspace, contacts: people };
    const answers = await Promise.all([
      ask(one, "work_conversation", { contact, change: { owner: one.userId } }),
      ask(two, "work_conversation", { contact, change: { owner: two.userId, closed: round % 2 === 0 } }),
      ask(one, "change_people", { ...many, change: { addTag: `t${round % 5}` } }),
      ask(two, "change_people", { ...many, change: { owner: two.userId } }),
      ask(one, "add_note", { contact, body: "x", mentions: [two.userId] }),
      ask(two, "send_manual", { contact, body: "ciao", key: `k${round}` }),
      ask(two, "send_manual", { contact, body: "ciao", key: `k${round}` }),
      ask(one, "mark_read", { contact }),
      batch(k, [3, 1, 2], round).then(fine),
      k.wa(inbound((round % 3) + 1, ["domani", "STOP", "START"][round % 3]!)).then(fine),
      k.rpc("tick", {}).then(({ errors }) => (errors.length > 0 ? JSON.stringify(errors) : null)),
    ]);
    expect(unfit(answers)).toEqual([]);
    expect(
      await k.sql`select from whatsapp_messages where client_key = ${`k${round}`}`.then((r) => r.length),
    ).toBeLessThan(2);
  }
  await k.product.close();
});

/** Several people's messages in one delivery. */
async function batch(k: Kit, people: number[], round: number) {
  const messages = people.map((n) => (inbound(n, `ecco ${round}`) as Any).data.messages);
  return k.wa({ event: "messages.received", timestamp: 1_794_830_400, data: { messages } });
}
// biome-ignore lint/suspicious/noExplicitAny: a vendor's body
type Any = any;
const fine = (answer: Any) =>
  ["processed", "duplicate", "ignored"].includes(answer.outcome) ? null : JSON.stringify(answer);

test("the first that is done with somebody new, twice at once", { timeout: 120_000 }, async () => {
  const k = await kit();
  const [one, two] = [await k.product.db.createStaff(), await k.product.db.createStaff()];
  const [{ workspace }] = await k.sql<[{ workspace: string }]>`select id as workspace from workspaces`;
  for (let n = 20; n < 20 + rounds; n += 1) {
    const { data } = await one.client.rpc("open_person", { workspace, phone: phone(n) });
    const contact = Number(data);
    const answers = await Promise.all([
      ask(one, "send_manual", { contact, body: "ciao", key: `k${n}`, reason: "agreed" }),
      ask(two, "work_conversation", { contact, change: { owner: two.userId } }),
      ask(one, "add_note", { contact, body: "nuovo", mentions: [] }),
      k.wa(inbound(n, "buongiorno")).then(fine),
      ask(two, "change_people", { workspace, contacts: [contact], change: { addTag: "nuovo" } }),
    ]);
    expect(unfit(answers)).toEqual([]);
    const [row] = await k.sql`select * from conversations where contact_id = ${contact}`;
    // By which was first: what they wrote, or our word.
    expect(row!.state).toBeOneOf(["reply", "queued"]);
    expect(row).toMatchObject({ owner: two.userId, tags: ["nuovo"] });
  }
  await k.product.close();
});

test("a file is the bill and is not, at once and taken back: one verdict stands, and it is shown", {
  timeout: 120_000,
}, async () => {
  const { document } = await import("../media/stage.ts");
  const k = await kit();
  const [one, two] = [await k.product.db.createStaff(), await k.product.db.createStaff()];
  const contact = await asked(k, 1);
  await k.wa(inbound(1, "", { message: document() }));
  const [file] = await k.sql`select id from whatsapp_messages where direction = 'in'`;
  const message = Number(file!.id);
  for (let round = 0; round < rounds; round += 1) {
    const answers = await Promise.all([
      ask(one, "confirm_file", { message }),
      ask(two, "reject_file", { message, kind: "gas" }),
      ask(two, "work_conversation", { contact, change: { handled: true } }),
      ...(round % 2 === 0 ? [ask(one, "undo_file", { message })] : []),
    ]);
    expect(unfit(answers)).toEqual([]);
    const standing = await k.sql`select verdict from bill_verdicts where undone_at is null`;
    const [row] = await k.sql`select bill from conversations where contact_id = ${contact}`;
    expect(standing.length).toBeLessThan(2);
    expect(row!.bill).toBe(
      { good: "confirmed", bad: "missing", none: "check" }[(standing[0]?.verdict as "good") ?? "none"],
    );
  }
  await k.product.close();
});

test("what is begun while somebody is erased leaves nothing of them", { timeout: 60_000 }, async () => {
  const k = await kit();
  const [one, admin] = [await k.product.db.createStaff(), await k.product.db.createStaff({ role: "admin" })];
  const contact = await asked(k, 1);
  const file = {
    kind: "document",
    fileName: "a.pdf",
    mimeType: "application/pdf",
    sizeBytes: 5,
    sha256: "0".repeat(64),
  };
  const begun: Promise<unknown>[] = [];
  await k.sql.begin(async (sql) => {
    await sql`select set_config('request.jwt.claims', ${JSON.stringify({ sub: admin.userId })}, true),
      set_config('request.jwt.claim.sub', ${admin.userId}, true)`;
    const [{ done }] = await sql<[{ done: { erased: boolean } }]>`
      select erase_contact(${contact}, 'ha chiesto', ${phone(1)}) as done`;
    expect(done.erased).toBe(true);
    begun.push(
      ask(one, "add_note", { contact, body: "segretissimo", mentions: [] }),
      ask(one, "work_conversation", { contact, change: { addTag: "segretissimo" } }),
      ask(one, "send_manual", { contact, body: "segretissimo", key: "k" }),
      k.rpc("add_attachment", { contact, actor: one.userId, file }).catch((error: Error) => error.message),
    );
    // Until each waits for the erasure.
    for (let looked = 0; looked < 200; looked += 1) {
      const waiting = await k.sql`select from pg_stat_activity where wait_event_type = 'Lock'
        and datname = current_database()`;
      if (waiting.length >= begun.length) break;
    }
  });
  const [note, tag, , attached] = await Promise.all(begun);
  expect([note, tag, attached]).toEqual(Array(3).fill(expect.stringContaining("PT409")));
  for (const table of ["conversations", "conversation_notes", "attachments"])
    expect(await k.sql`select from ${k.sql(table)} where contact_id = ${contact}`, table).toHaveLength(0);
  expect(await k.sql`select from whatsapp_messages where body like '%segretissimo%'`).toHaveLength(0);
  await k.product.close();
});
