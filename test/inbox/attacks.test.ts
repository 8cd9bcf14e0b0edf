import { afterEach, beforeEach, expect, test } from "vitest";
import { asked, contactOf, inPlace, visitor } from "../composer/stage.ts";
import { document } from "../media/stage.ts";
import type { Staff } from "../support/create-staff.ts";
import { hidden, inbound, type Kit, kit, phone } from "../support/kit.ts";

let k: Kit;
let staff: Staff;
beforeEach(async () => {
  k = await kit();
  staff = await k.product.db.createStaff();
});
afterEach(() => k.product.close());

async function verb(name: string, args: object, who = staff) {
  const { data, error } = await who.client.rpc(name, args);
  if (error) throw new Error(`${error.code} ${error.message}`);
  return data;
}
async function row(contact: number) {
  const [found] = await k.sql`select * from conversations where contact_id = ${contact}`;
  return found;
}
const work = (contact: number, change: object, who = staff) =>
  verb("work_conversation", { contact, change }, who);

test("undo takes back one's own change, and none that a colleague made since", async () => {
  const contact = await asked(k, 1);
  await k.wa(inbound(1, "mi richiama?"));
  const other = await k.product.db.createStaff();
  const third = await k.product.db.createStaff();
  const one = await visitor(k, staff);
  const act = (name: string, form: Record<string, string> = {}) =>
    one.post(`/monitor/c/${contact}/${name}`, form, inPlace);
  const press = async (part: string) => {
    const field = (name: string) =>
      new RegExp(`name="${name}" value="([^"]*)"`).exec(part)?.[1]?.replaceAll("&quot;", '"') ?? "";
    await act("undo", { before: field("before"), after: field("after") });
  };
  await work(contact, { tags: ["azienda"] });

  const owned = await (await act("owner", { owner: staff.userId })).text();
  await work(contact, { owner: third.userId }, other);
  await press(owned);
  expect((await row(contact))?.owner).toBe(third.userId);

  const tagged = await (await act("tag", { tag: "mia" })).text();
  await work(contact, { addTag: "di una collega" }, other);
  await press(tagged);
  expect((await row(contact))?.tags).toEqual(["azienda", "di una collega"]);

  const closed = await (await act("close")).text();
  await work(contact, { closed: false, callBackAt: "2026-11-25T10:00" }, other);
  await press(closed);
  expect(await row(contact)).toMatchObject({
    closed_at: null,
    call_back_at: new Date("2026-11-25T09:00:00Z"),
  });

  const called = await (await act("call-back", { at: "2026-11-26T10:00" })).text();
  await work(contact, { callBackAt: "2026-11-27T10:00" }, other);
  await press(called);
  expect((await row(contact))?.call_back_at).toEqual(new Date("2026-11-27T09:00:00Z"));
});

test("undo of many people at once leaves what colleagues changed since", async () => {
  const [a, b] = [await asked(k, 1), await asked(k, 2)];
  const other = await k.product.db.createStaff();
  const [{ workspace }] = await k.sql<[{ workspace: string }]>`select id as workspace from workspaces`;
  const change = (to: object) => verb("change_people", { workspace, contacts: [a, b], change: to });
  const mine = (await change({ owner: staff.userId })) as { undo: string };
  await work(a, { owner: other.userId }, other);
  await verb("undo_people", { workspace, undo: mine.undo });
  expect([(await row(a))?.owner, (await row(b))?.owner]).toEqual([other.userId, null]);
  const tagged = (await change({ addTag: "campagna" })) as { undo: string };
  await work(a, { addTag: "vip" }, other);
  await verb("undo_people", { workspace, undo: tagged.undo });
  expect([(await row(a))?.tags, (await row(b))?.tags]).toEqual([["vip"], []]);
});

test("what somebody wrote is not hidden by closing or handling who they turn out to be", async () => {
  for (const change of [{ closed: true }, { handled: true }]) {
    const n = "closed" in change ? 1 : 2;
    const key = { remoteJid: `18000000000070${n}@lid`, senderLid: `18000000000070${n}@lid` };
    const winner = await asked(k, n);
    await k.wa(hidden(n, "Avete ricevuto la mia bolletta?", key));
    await k.shift(60_000);
    await k.wa(inbound(n, "grazie"));
    await work(winner, change);
    const [stranger] = await k.sql`
      select contact_id from contact_identities where value = ${key.remoteJid}`;
    await verb("link_contact", { contact: Number(stranger!.contact_id), phone: phone(n) });
    expect(await row(winner)).toMatchObject({ state: "reply", closed_at: null });
  }
});

test("who was parted again has the notes that were written about them", async () => {
  const winner = await asked(k, 1);
  await k.wa(hidden(9, "Buongiorno, sono Anna"));
  const [stranger] = await k.sql`select id from contacts where not phone_known`;
  const loser = Number(stranger!.id);
  const note = (await verb("add_note", { contact: loser, body: "Sembra Anna", mentions: [] })) as number;
  await verb("link_contact", { contact: loser, phone: phone(1) });
  await verb("add_note", { contact: winner, body: "Di Cliente 1", mentions: [] });
  const [merge] = await k.sql`select id from contact_merges`;
  await verb("split_contact", { merge: Number(merge!.id), reason: "erano due" });
  const notes = await k.sql`select id, contact_id from conversation_notes order by id`;
  expect(notes.map(({ contact_id }) => Number(contact_id))).toEqual([loser, winner]);
  expect(Number(notes[0]!.id)).toBe(Number(note));
});

test("a time that no calendar has is refused, and no page breaks of it", async () => {
  const contact = await asked(k, 1);
  const one = await visitor(k, staff);
  for (const at of ["infinity", "-infinity", "yesterday", "290000-01-01", "0044-03-15 BC", "+99999"]) {
    await one.post(`/monitor/c/${contact}/call-back`, { at });
    const answer = await one.get(`/monitor/c/${contact}`);
    expect(answer.status, at).toBe(200);
    expect((await row(contact))?.call_back_at ?? null, at).toEqual(at === "+99999" ? expect.any(Date) : null);
  }
});

test("a key of a page that is none shows the first page", async () => {
  await asked(k, 1);
  const one = await visitor(k, staff);
  for (const before of ["1.2.3~4", "...~1", "999999999999999999999999999999~1", "-99999999999999~1", "x"])
    for (const path of ["/monitor?view=all&", "/monitor/bills?state=owed&", "/monitor/people?"])
      expect((await one.get(`${path}before=${before}`)).status, `${path}${before}`).toBe(200);
  const long = "a".repeat(3_000);
  for (const path of ["/monitor?view=all&", "/monitor/people?", "/monitor/calls?"])
    expect(
      (await one.get(`${path}q=${long}&tag=${long}&owner=${long}&agent=${long}&day=${long}`)).status,
    ).toBe(200);
});

test("nothing of a person is left in what staff did with them; an erased one gets no more", async () => {
  const contact = await asked(k, 1);
  const admin = await k.product.db.createStaff({ role: "admin" });
  const other = await k.product.db.createStaff();
  await k.wa(inbound(1, "segretissimo uno", { message: document({ caption: "segretissimo due" }) }));
  const [file] =
    await k.sql`select id from whatsapp_messages where direction = 'in' order by id desc limit 1`;
  await work(contact, { addTag: "segretissimo tre" });
  await work(contact, { tags: ["segretissimo quattro", "altro"] });
  await work(contact, { removeTag: "segretissimo quattro" });
  const [{ workspace }] = await k.sql<[{ workspace: string }]>`select id as workspace from workspaces`;
  await verb("change_people", { workspace, contacts: [contact], change: { addTag: "segretissimo cinque" } });
  await verb("add_note", { contact, body: "segretissimo sei", mentions: [other.userId] });
  await verb("reject_file", { message: Number(file!.id), kind: "other", note: "segretissimo sette" });
  await verb("send_manual", { contact, body: "segretissimo otto", key: "k1" });
  await verb("mark_read", { contact });
  await verb("inbox", { filters: { contact, here: true } });
  expect(
    await verb("erase_contact", { contact, reason: "ha chiesto", typed: phone(1) }, admin),
  ).toMatchObject({
    erased: true,
  });
  for (let n = 0; n < 3; n += 1) await k.product.tick();
  expect(await left("segretissimo")).toEqual([]);
  for (const table of [
    "conversations",
    "conversation_notes",
    "note_mentions",
    "conversation_reads",
    "conversation_presence",
    "attachments",
  ])
    expect(await k.sql`select from ${k.sql(table)} where contact_id = ${contact}`, table).toHaveLength(0);
  await expect(verb("add_note", { contact, body: "ancora lui", mentions: [] })).rejects.toThrow("PT409");
  await expect(work(contact, { addTag: "ancora lui" })).rejects.toThrow("PT409");
  expect(await left("ancora lui")).toEqual([]);
});

/** Tables of ours that have a row with this word. */
async function left(word: string): Promise<string[]> {
  const tables = await k.sql<{ name: string }[]>`
    select format('%I.%I', n.nspname, c.relname) as name from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'app') and c.relkind = 'r'`;
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await k.sql.unsafe(`select from ${name} x where x::text ilike $1`, [`%${word}%`]);
    if (rows.length > 0) found.push(name);
  }
  return found;
}

test("an address of a person of ours leads to nothing of another company's", async () => {
  const mine = await asked(k, 1);
  await k.wa(inbound(1, "", { message: document() }));
  const [file] = await k.sql`select id from whatsapp_messages where direction = 'in'`;
  await k.sql`insert into workspaces (key, name) values ('altra', 'Altra')`;
  const stranger = await k.product.db.createStaff({ workspace: "altra", role: "admin" });
  const note = await verb("add_note", { contact: mine, body: "nostra", mentions: [stranger.userId] });
  expect(await k.sql`select from note_mentions`).toHaveLength(0);
  const sent = (await verb("send_manual", { contact: mine, body: "ciao", key: "k" })) as { message: number };
  const one = await visitor(k, stranger);
  const person = `/monitor/c/${mine}`;
  const before = await k.sql`select * from conversations`;
  for (const path of [
    person,
    `${person}/person`,
    `${person}/write`,
    `${person}/texts`,
    `${person}/texts?part=menu`,
    `${person}/tags`,
    `/monitor/media/${file!.id}`,
    `/monitor/media/${file!.id}/view`,
    `${person}/older?until=99`,
  ])
    expect((await one.get(path)).status, path).toBeOneOf([303, 403, 404]);
  for (const path of [
    `${person}/owner`,
    `${person}/close`,
    `${person}/tag`,
    `${person}/handled`,
    `${person}/block`,
    `${person}/undo`,
    `${person}/unread`,
    `${person}/notes`,
    `${person}/notes/${note}/remove`,
    `${person}/messages`,
    `${person}/messages/${sent.message}/cancel`,
    `/monitor/bills/${file!.id}`,
  ])
    expect(
      (
        await one.post(path, {
          text: "x",
          tag: "x",
          reason: "x",
          decision: "good",
          before: '{"closed":true}',
        })
      ).status,
      path,
    ).toBeOneOf([403, 404, 409, 422]);
  expect(await k.sql`select * from conversations`).toEqual(before);
  const other = await asked(k, 2);
  const args = {
    contact: other,
    actor: staff.userId,
    file: {
      kind: "document",
      fileName: "a.pdf",
      mimeType: "application/pdf",
      sizeBytes: 5,
      sha256: "0".repeat(64),
      ending: "pdf",
    },
  };
  const kept = (await k.rpc("add_attachment", args)) as { id: string };
  await expect(
    verb("send_manual", { contact: mine, body: "", key: "k2", attachment: kept.id }),
  ).rejects.toThrow("PT404");
  await expect(work(mine, { owner: stranger.userId })).rejects.toThrow("PT422");
  expect(await contactOf(k, 1)).toBe(mine);
});

test("no form of another site counts, whatever its address", async () => {
  const one = await visitor(k, staff);
  const posts = k.product.doors.monitor.routes.filter(({ method }) => method === "POST");
  expect(posts.length).toBeGreaterThan(20);
  const taken: string[] = [];
  for (const { path } of posts) {
    const address = path.replace(/:[a-zA-Z]+(\{[^}]*\})?/g, "1");
    for (const origin of ["https://elsewhere.test", "null", "http://aftercall.test.elsewhere.test"]) {
      const answer = await one.post(
        address,
        { next: "https://elsewhere.test" },
        { origin, "sec-fetch-site": "cross-site" },
      );
      if (![403, 404].includes(answer.status)) taken.push(`${address} ${answer.status}`);
    }
  }
  expect(taken).toEqual([]);
  const json = await k.product.doors.rest.request("http://aftercall.test/api/conversations/1/messages", {
    method: "POST",
    body: JSON.stringify({ text: "x", key: "k" }),
    headers: {
      "content-type": "application/json",
      cookie: [...one.cookies].map(([n, v]) => `${n}=${v}`).join("; "),
    },
  });
  expect(json.status).toBe(403);
  const contact = await asked(k, 1);
  for (const next of [
    "https://elsewhere.test/",
    "//elsewhere.test",
    "/\\elsewhere.test",
    "/monitor/../..//elsewhere.test",
    "javascript:alert(1)",
  ])
    expect((await one.post(`/monitor/c/${contact}/close`, { next })).headers.get("location")).toBe(
      `/monitor/c/${contact}`,
    );
});

test("what a customer writes is words wherever it is shown", async () => {
  const bad = `"><img src=x onerror=alert(1)>'</script>{{7*7}}`;
  await k.ct({
    event: "call-ended",
    call_id: "1",
    external_number: phone(1).slice(1),
    direction: "outgoing",
    talking_time: "120",
    contact_name: bad,
    recording_url: "javascript:alert(1)",
    agent_name: bad,
  });
  await k.shift(60_000);
  await k.wa(inbound(1, bad, { message: document({ fileName: `${bad}.pdf`, caption: bad }) }));
  await k.wa(inbound(1, bad));
  const contact = await contactOf(k, 1);
  await work(contact, { addTag: bad.slice(0, 40) });
  await verb("add_note", { contact, body: bad, mentions: [] });
  const manager = await k.product.db.createStaff({ role: "manager" });
  const one = await visitor(k, manager);
  for (const path of [
    "/monitor?view=all",
    `/monitor/c/${contact}`,
    `/monitor/c/${contact}/person`,
    `/monitor?q=${encodeURIComponent(bad)}`,
    "/monitor/bills?state=check",
    "/monitor/people",
    "/monitor/calls",
    "/monitor/insights",
    `/monitor/contacts/${contact}`,
    `/monitor/c/${contact}/texts`,
    `/monitor/live?view=all&c=${contact}`,
    "/monitor/told",
  ]) {
    const text = await (await one.get(path, path.includes("/live") ? { "hx-ptag": "x" } : {})).text();
    expect(text, path).not.toMatch(/<img src=x|href="javascript:|onerror=alert\(1\)>/);
    expect(text, path).not.toContain("'</script>");
  }
});
