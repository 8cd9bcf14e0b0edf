import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { endedCall, inbound, phone } from "../support/calls.ts";
import type { Staff } from "../support/create-staff.ts";
import { createProduct, type Product } from "../support/product.ts";

/** What a search finds, for whom, whatever the length of the history. */
let product: Product;
let member: Staff;
let outsider: Staff;
let neighbour: Staff;

const names = [
  [1, "Giulia Ferri", "Vivaio 100% Natura"],
  [2, 'Sant\'Anna "Due"', "Under_score Srl"],
  [3, "Marco\\Polo", null],
  [4, "Giulia Conti", null],
  [6, "Niccolò Però", null],
  [8, "Maria D’Angelo", "Forno Łódź"],
  [9, "Luca Dell'Orto", null],
  [10, "Müller Hans", "Straße AG"],
  [20, "Rossi  Mario", "Rossi & C. S.r.l."],
  [21, "Anna-Maria Øst", null],
] as const;

beforeAll(async () => {
  product = await createProduct({}, () => ({ background: () => {} }));
  const { sql } = product.db;
  for (const [n, name, company] of names)
    await product.postCloudtalk(endedCall(n, { contact_name: name, company }));
  // A landline: WhatsApp cannot reach it, so it is nobody's contact.
  await product.postCloudtalk(endedCall(5, { contact_name: null, external_number: "+390721700123" }));
  for (const [n] of names) await product.postWasender(said(n, `Profilo ${n}`));
  await sql`insert into workspaces (key, name) values ('neighbour', 'Neighbour')`;
  member = await product.db.createStaff();
  outsider = await product.db.createStaff({ workspace: null });
  neighbour = await product.db.createStaff({ workspace: "neighbour", role: "admin" });
});
afterAll(() => product.close());

/** A text from customer n, who calls themself so on WhatsApp. */
function said(n: number, pushName: string | undefined, key: object = {}): object {
  const body = inbound(n, "ecco", { key }) as { data: { messages: object } };
  return { ...body, data: { messages: { ...body.data.messages, pushName } } };
}

interface Found {
  calls: { phone: string }[];
  messages: { phone: string; direction: string }[];
}
async function find(staff: Staff, search: string, filters = {}): Promise<Found> {
  const { data, error } = await staff.client.rpc("monitor_snapshot", {
    page_size: 40,
    filters: { search, ...filters },
  });
  if (error) throw new Error(error.message);
  return data as Found;
}
/** The calls found, by the number of their person here, and those whose replies are found. */
async function found(search: string): Promise<{ calls: string[]; replies: string[] }> {
  const { calls, messages } = await find(member, search);
  const replies = messages.filter(({ direction }) => direction === "in");
  return { calls: calls.map((call) => call.phone), replies: replies.map((reply) => reply.phone) };
}

const searches = [
  ["a name, whatever its case", "gIULIA", [4, 1]],
  ["a company", "natura", [1]],
  ["the name on WhatsApp", "profilo 3", [3]],
  ["a percent sign, as itself", "100%", [1]],
  ["a percent sign between", "Vivaio%Natura", []],
  ["an underscore, as itself", "under_score", [2]],
  ["an underscore for a letter", "G_ulia", []],
  ["a backslash, as itself", "marco\\p", [3]],
  ["a backslash before a letter", "Marc\\o", []],
  ["both quotes", `t'Anna "Due"`, [2]],
  ["SQL", "'; drop table contacts; --", []],
  ["a number with spaces", "333 100 0002", [2]],
  ["with 0039", "0039 333 1000002", [2]],
  ["with 39 alone", "39 333 1000002", [2]],
  ["with its plus and dashes", "+39-333-1000002", [2]],
  ["a part of a number", "1000004", [4]],
  ["a number that is called one", "tel: 3331000002", [2]],
  ["a number on WhatsApp", "WhatsApp 333.100.0002", [2]],
  ["without its marks", "niccolo", [6]],
  ["two words without marks", "pero NICCOLO", [6]],
  ["with a mark of its own key", "Nicco\u0301lo\u0300", [6]],
  ["with the apostrophe of a typewriter", "d'angelo", [8]],
  ["without its apostrophe", "dangelo", [8]],
  ["with the other apostrophe", "dell’orto", [9]],
  ["with a grave accent for one", "Dell`Orto", [9]],
  ["an accent as an apostrophe", "Pero'", [6]],
  ["an umlaut without its dots", "muller", [10]],
  ["a sharp s as two", "strasse", [10]],
  ["letters that do not decompose", "ost", [21]],
  ["a company of such letters", "lodz", [8]],
  ["words in the other order", "mario rossi", [20]],
  ["several blanks, of several kinds", "  Mario \u00a0\t Rossi ", [20]],
  ["words of the name and of the company", "maria forno", [8]],
  ["a hyphen for a blank", "anna maria", [21]],
  ["a blank for a hyphen", "Rossi-Mario", [20]],
  ["wide letters", "Ｒｏｓｓｉ", [20]],
  ["a word that is not there", "mario bianchi", []],
  ["only an apostrophe", "'", []],
  ["nobody", "Xyzzy", []],
] as const;

/** Newer rows than a search looks through before it turns to the indexes. */
async function addHistory(): Promise<void> {
  const { sql } = product.db;
  await sql`insert into contacts (workspace_id, name) select w.id, 'Passante' from workspaces w, generate_series(1, 600)
    where w.key = 'default'`;
  await sql`insert into whatsapp_conversations (workspace_id, channel_id, contact_id)
    select c.workspace_id, h.id, c.id from contacts c join channels h using (workspace_id) where c.name = 'Passante'`;
  await sql`insert into cloudtalk_calls (workspace_id, contact_id, facts, should_send_code, should_send_reason)
    select workspace_id, id, '{"contactName": "Passante"}', 'covered', 'x' from contacts where name = 'Passante'`;
  await sql`insert into whatsapp_messages (
      workspace_id, channel_id, conversation_id, contact_id, direction, purpose, status, whatsapp_message_id)
    select v.workspace_id, v.channel_id, v.id, v.contact_id, 'in', 'inbound', 'received', 'PASSANTE' || v.id
    from whatsapp_conversations v join contacts c on c.id = v.contact_id where c.name = 'Passante'`;
}

describe.each(["among the newest rows", "in a long history"])("%s", (length) => {
  beforeAll(async () => {
    if (length === "in a long history") await addHistory();
  });

  test.for(searches)("%s", async ([, search, people]) => {
    const numbers = people.map(phone);
    expect(await found(search)).toEqual({ calls: numbers, replies: numbers });
  });

  test.for(["0721 700 123", "+390721700123", "00390721700123", "39 0721700123"])(
    "a landline as %s",
    async (search) => {
      expect(await found(search)).toEqual({ calls: ["+390721700123"], replies: [] });
    },
  );

  test("beside a filter, and the messages of one direction", async () => {
    expect((await find(member, "giulia", { calls: "answered" })).calls).toHaveLength(0);
    expect((await find(member, "giulia", { calls: "not_messaged" })).calls).toHaveLength(0);
    expect((await find(member, "giulia", { calls: "waiting" })).calls).toHaveLength(2);
    expect((await find(member, "giulia", { messages: "in" })).messages).toHaveLength(2);
    expect((await find(member, "giulia", { messages: "out" })).messages).toHaveLength(2);
  });

  test("an outsider and somebody of another company find nothing", async () => {
    expect(await find(outsider, "giulia")).toBeNull();
    expect(await find(neighbour, "giulia")).toMatchObject({ calls: [], messages: [] });
    expect(await find(neighbour, "333 100 0002")).toMatchObject({ calls: [], messages: [] });
  });
});

test("who called today is found with those of long ago", async () => {
  await product.postCloudtalk(endedCall(7, { contact_name: "Giulia Neri" }));
  expect((await found("giulia")).calls).toEqual([7, 4, 1].map(phone));
});

test("more people of a name than the indexes are asked for: pages without gap or repetition", async () => {
  const seen: number[] = [];
  let before: number | undefined;
  for (let pages = 0; pages < 8; pages += 1) {
    const { data } = await member.client.rpc("monitor_snapshot", {
      page_size: 99,
      filters: { search: "passante", callsBefore: before },
    });
    const ids = (data as { calls: { id: number }[] }).calls.map(({ id }) => id);
    seen.push(...ids);
    before = ids.at(-1);
    if (ids.length < 100) break;
  }
  expect(seen).toHaveLength(600);
  expect(seen).toEqual([...new Set(seen)].toSorted((a, b) => b - a));
});

describe("asked past the page", () => {
  const asMember = async (staff: Staff, text: string) =>
    product.db.sql.begin(async (sql) => {
      await sql`select set_config('request.jwt.claim.sub', ${staff.userId}, true),
        set_config('request.jwt.claims', ${JSON.stringify({ sub: staff.userId })}, true)`;
      await sql`set local role authenticated`;
      const [row] = await sql.unsafe(`select ${text} as answer`);
      return row!.answer as unknown;
    });

  test.for([
    "found_messages(w.id, 40, null, null, 'giulia')",
    "found_calls(w.id, 40, null, 'all', 'giulia')",
  ])("app.%s answers members only", async (call) => {
    const { sql } = product.db;
    const [home] = await sql`select id from workspaces where key = 'default'`;
    const text = `app.${call.replace("w.id", `'${home!.id}'`)}`;
    expect(await asMember(member, text)).not.toEqual([]);
    await expect(asMember(neighbour, text)).rejects.toMatchObject({ code: "42501" });
    await expect(asMember(outsider, text)).rejects.toMatchObject({ code: "42501" });
  });

  test("the forecast of a channel answers members only", async () => {
    const [channel] = await product.db.sql`select id from channels`;
    const text = `(select count(*)::integer from app.my_queue_forecast('${channel!.id}', 40))`;
    expect(await asMember(member, text)).toBeGreaterThan(0);
    await expect(asMember(neighbour, text)).rejects.toMatchObject({ code: "42501" });
    await expect(asMember(outsider, text)).rejects.toMatchObject({ code: "42501" });
  });
});

describe("the name on WhatsApp", () => {
  const nameOf = async (n: number) => {
    const [row] = await product.db
      .sql`select c.push_name from contacts c join contact_identities i on i.contact_id = c.id
      where i.value = ${phone(n)}`;
    return row!.push_name as string | null;
  };

  test("is the newest, and stays where a message has none", async () => {
    await product.postWasender(said(11, "Prima"));
    await product.postWasender(said(11, "Dopo"));
    await product.postWasender(said(11, undefined));
    expect(await nameOf(11)).toBe("Dopo");
  });

  test("is kept when two contacts turn out to be one", async () => {
    const hidden = "123456789012345@lid";
    await product.postWasender(said(12, "Nascosta", { remoteJid: hidden, cleanedSenderPn: undefined }));
    await product.postCloudtalk(endedCall(12, { contact_name: "Nuova" }));
    await product.db.sql`select app.merge_contacts(l.contact_id, p.contact_id)
      from contact_identities l, contact_identities p where l.value = ${hidden} and p.value = ${phone(12)}`;
    expect(await nameOf(12)).toBe("Nascosta");
  });
});

test("many of a name, spread over many blocks of ids: every page of contacts, without gap or repetition", async () => {
  const { sql } = product.db;
  await sql`insert into contacts (id, workspace_id, name) overriding system value
    select 1000000 + 100 * n, w.id, 'Diffusa ' || n from workspaces w, generate_series(1, 700) n where w.key = 'default'`;
  await sql`insert into contacts (id, workspace_id, name) overriding system value
    select 2000000 + 4100 * n, w.id, case when n <= 3 then 'Antica Rarissima' else 'Altra' end
    from workspaces w, generate_series(1, 60) n where w.key = 'default'`;
  const pages = async (search: string, size: number) => {
    const ids: number[] = [];
    for (let before: number | null = null; ; before = ids.at(-1)!) {
      const { data } = await member.client.rpc("contact_list", { search, before, page_size: size });
      const page = (data.contacts as { id: number }[]).map(({ id }) => id);
      ids.push(...page.slice(0, size));
      if (page.length <= size) return ids;
    }
  };
  const spread = Array.from({ length: 700 }, (_, n) => 1_000_000 + 100 * (700 - n));
  expect(await pages("diffusa", 200)).toEqual(spread);
  expect(await pages("iffus", 90)).toEqual(spread);
  expect(await pages("fu", 200)).toEqual(spread);
  expect(await pages("rarissima antica", 2)).toEqual([2_012_300, 2_008_200, 2_004_100]);
});
