import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Visitor } from "../monitor/visitor.ts";
import { accepted, endedCall, hidden, inbound, type Kit, kit, lid, phone } from "../support/kit.ts";

/** The pages of contacts, as a browser without scripts sees and posts them. */
let k: Kit;
let agent: Visitor;
let manager: Visitor;
beforeAll(async () => {
  k = await kit();
  await k.ct(endedCall(1, { contact_name: "Anna Ferri" }));
  const one = await k.claim();
  await k.settle(one.message.id, one.message.attempt, accepted);
  await k.shift(1_000);
  await k.ct(endedCall(2, { contact_name: "Bruno <b>Sala</b>", company: "Sala & figli" }));
  await k.wa(inbound(2, "Stop"));
  await k.wa(hidden(3, "Chi siete?"));
  const visitors = (["agent", "manager"] as const).map(async (role) => {
    const visitor = new Visitor(k.product.doors.monitor);
    await visitor.signIn(await k.product.db.createStaff({ role }));
    return visitor;
  });
  [agent, manager] = (await Promise.all(visitors)) as [Visitor, Visitor];
});
afterAll(() => k.product.close());

const idOf = async (value: string) =>
  Number((await k.sql`select contact_id from contact_identities where value = ${value}`)[0]!.contact_id);
const page = async (id: number, query = "", visitor = agent) =>
  (await visitor.get(`/monitor/contacts/${id}${query}`)).text();
/** Posts a form and reads the page that comes back. */
const act = async (id: number, verb: string, form: Record<string, string>, visitor = agent) => {
  const answer = await visitor.post(`/monitor/contacts/${id}/${verb}`, form);
  if (answer.status !== 303) return `${answer.status}`;
  return (await visitor.get(answer.headers.get("location")!)).text();
};

test("a long chat goes on to older messages, and back to the newest", async () => {
  const contact = await idOf(phone(1));
  const own = `/monitor/contacts/${contact}`;
  const part = async (path: string) =>
    /<section id="messages"[\s\S]*?<\/section>/.exec(await (await agent.get(path)).text())![0];
  const rows = (html: string) => [...html.matchAll(/id="message-(\d+)"/g)].map(([, id]) => Number(id));
  const back = `<a href="${own}#messages">Back to the newest</a>`;
  expect(await part(own)).not.toContain('class="pages"');
  await k.sql`insert into whatsapp_messages (workspace_id, channel_id, conversation_id, contact_id, direction, purpose,
      kind, body, status)
    select workspace_id, channel_id, conversation_id, contact_id, 'in', 'inbound', 'text', 'Ciao ' || n, 'received'
    from whatsapp_messages, generate_series(1, 60) n where contact_id = ${contact} and purpose = 'follow_up'`;
  const newest = await part(own);
  expect(newest).not.toContain(back);
  const older = await part(/href="([^"]+)">Older messages/.exec(newest)![1]!);
  expect(older).toContain(back);
  expect(older).not.toContain("Older messages");
  const seen = [...rows(newest), ...rows(older)];
  expect(seen).toHaveLength(61);
  expect(seen).toEqual([...new Set(seen)].sort((a, b) => b - a));
  await k.sql`delete from whatsapp_messages where contact_id = ${contact} and purpose = 'inbound'`;
});

describe("the list", () => {
  test("finds people by a part of a name or number, and says who wants no messages", async () => {
    const all = await (await agent.get("/monitor/people")).text();
    expect(all).toContain("Anna Ferri");
    expect(all).toContain("Bruno &lt;b&gt;Sala&lt;/b&gt;");
    expect(all).toContain("wants no messages");
    expect(all).toContain("number unknown");
    for (const q of ["ferri", "333 1000001", "+39 333 100 0001"]) {
      const found = await (await agent.get(`/monitor/people?q=${encodeURIComponent(q)}`)).text();
      expect(found).toContain(`/monitor/contacts/${await idOf(phone(1))}`);
      expect(found).not.toContain("Sala");
    }
    expect(await (await agent.get("/monitor/people?q=%25")).text()).toContain("No person matches");
  });

  test("offers the history of everybody to managers only", async () => {
    expect(await (await agent.get("/monitor/people")).text()).not.toContain("/api/consent.csv");
    expect(await (await manager.get("/monitor/people")).text()).toContain("/api/consent.csv");
  });
});

describe("a person's page", () => {
  test("has its sections in order", async () => {
    const html = await page(await idOf(phone(2)), "", manager);
    const sections = [...html.matchAll(/<section id="([a-z]+)"/g)].map(([, id]) => id);
    expect(sections.filter((id) => ["person", "consent", "calls", "messages", "join"].includes(id!))).toEqual(
      ["person", "consent", "calls", "messages", "join"],
    );
    expect(html).toContain("Asked us to stop");
    expect(html).toContain("They asked not to be contacted again");
  });

  test("speaks Italian too, and keeps the language out of its address", async () => {
    const id = await idOf(phone(2));
    const other = new Visitor(k.product.doors.monitor);
    await other.signIn(await k.product.db.createStaff());
    const answer = await other.get(`/monitor/contacts/${id}?lang=it`);
    expect([answer.status, answer.headers.get("location")]).toEqual([303, `/monitor/contacts/${id}`]);
    expect(await page(id, "", other)).toContain("Ha chiesto di smettere");
  });

  test("is linked from the rows of the monitor", async () => {
    const html = await (await agent.get("/monitor/diagnostics")).text();
    expect(html).toContain(`href="/monitor/contacts/${await idOf(phone(1))}"`);
    expect(html).toContain(`href="/monitor/contacts/${await idOf(lid)}#join"`);
  });

  test("is there for nobody else", async () => {
    const id = await idOf(phone(2));
    expect((await agent.get("/monitor/contacts/999999")).status).toBe(404);
    expect((await new Visitor(k.product.doors.monitor).get(`/monitor/contacts/${id}`)).status).toBe(303);
    await k.sql`insert into workspaces (key, name) values ('neighbour', 'Neighbour') on conflict do nothing`;
    const stranger = new Visitor(k.product.doors.monitor);
    await stranger.signIn(await k.product.db.createStaff({ workspace: "neighbour", role: "admin" }));
    expect((await stranger.get(`/monitor/contacts/${id}`)).status).toBe(404);
    expect(await act(id, "block", { reason: "x" }, stranger)).toBe("403");
    expect(await (await stranger.get("/monitor/people")).text()).not.toContain("Anna");
  });
});

describe("what staff do there", () => {
  test("block with a reason, which the page then shows; an agent is told who can unblock", async () => {
    const id = await idOf(phone(2));
    expect(await act(id, "block", { reason: " " })).toContain("Say why");
    expect(await act(id, "block", { reason: "Numero <sbagliato>" })).toContain("Numero &lt;sbagliato&gt;");
    expect(await page(id)).toContain("A manager or an admin can unblock them.");
    expect(await act(id, "unblock", { reason: "errore" })).toBe("403");
    expect(await act(id, "unblock", { reason: "errore" }, manager)).toContain("Unblocked.");
    expect(await act(id, "unblock", { reason: "errore" }, manager)).toContain("It was so already");
  });

  test("say where a person is; nonsense is refused in words and changes nothing", async () => {
    const id = await idOf(phone(1));
    // Offsets too: Postgres reads +02:00 as two hours west, so a message would leave at night.
    for (const timeZone of ["Europe/Roma", "+02:00", "+5", "XYZ5", "CET-1"]) {
      expect([timeZone, await act(id, "edit", { timeZone })]).toEqual([
        timeZone,
        expect.stringContaining("There is no such time zone"),
      ]);
    }
    expect(await act(id, "edit", { timeZone: "America/New_York" })).toContain("Time zone: America/New_York");
    const [row] = await k.sql`select time_zone from contacts where id = ${id}`;
    expect(row).toEqual({ time_zone: "America/New_York" });
    await act(id, "edit", { timeZone: "" });
    expect(await page(id)).toContain("Time zone: same as everybody");
  });

  test("dismiss from the monitor's list, and land there again", async () => {
    const answer = await agent.post(
      `/monitor/contacts/${await idOf(lid)}/dismiss?calls=waiting&back=diagnostics`,
      {
        from: "monitor",
      },
    );
    expect(answer.headers.get("location")).toBe("/monitor/diagnostics?calls=waiting");
    const html = await (await agent.get("/monitor/diagnostics")).text();
    expect(html).toContain("Taken off “To check”.");
    expect(html).not.toContain('id="unmatched-');
    expect(html).not.toContain('<span class="chip warn">unmatched</span>');
    await k.wa(hidden(3, "Allora?"));
    expect(await (await agent.get("/monitor/diagnostics")).text()).toContain('id="unmatched-');
  });

  test("find whose chat it is, link it, and the call counts as answered; then part them again", async () => {
    const [writer, anna] = [await idOf(lid), await idOf(phone(1))];
    expect(await page(writer, "?q=nessuno")).toContain("We did not find them.");
    expect(await page(writer, "?q=%2B39%20333%20100%200099")).toContain(`value="${phone(99)}"`);
    expect(await page(writer, "?q=ferri")).toContain(`value="${anna}"`);
    expect(await act(writer, "merge", { other: "x" })).toContain("Choose a contact");
    const html = await act(writer, "merge", { other: String(anna), reason: "l'ha detto lei" });
    expect(html).toContain("Linked.");
    expect(html).toContain("Joined with");
    expect(await k.call("900000001")).toMatchObject({ electricity_bill_evidence: "reply" });
    // The old address leads there.
    expect((await agent.get(`/monitor/contacts/${writer}`)).headers.get("location")).toBe(
      `/monitor/contacts/${anna}`,
    );
    const [{ id: merge }] = await k.sql<[{ id: string }]>`select id from contact_merges`;
    expect(await act(anna, "split", { merge, reason: "" })).toContain("Say why");
    expect(await act(anna, "split", { merge, reason: "non era lei" })).toContain("Parted again");
    expect(await act(anna, "split", { merge, reason: "ancora" })).toContain("have changed meanwhile");
    expect(await idOf(lid)).toBe(writer);
  });

  test("type a number nobody knows", async () => {
    const writer = await idOf(lid);
    expect(await act(writer, "link", { phone: "12" })).toContain("not a phone number");
    expect(await act(writer, "link", { phone: "333 100 0099" })).toContain("Linked.");
    expect(await idOf(lid)).toBe(await idOf(phone(99)));
  });

  test("join two with a number: managers, by the same search", async () => {
    const [a, b] = [await idOf(phone(1)), await idOf(phone(2))];
    expect(await page(a)).not.toContain('id="join"');
    expect(await act(a, "merge", { other: String(b) })).toBe("403");
    expect(await act(a, "merge", { other: String(b) }, manager)).toContain("one contact now");
    expect(await idOf(phone(2))).toBe(a);
  });

  test("is refused from another site", async () => {
    const path = `/monitor/contacts/${await idOf(phone(1))}/block`;
    for (const headers of [{ origin: "https://evil.example" }, {}]) {
      expect((await agent.post(path, { reason: "x" }, headers as Record<string, string>)).status).toBe(403);
    }
    expect((await agent.post("/monitor/contacts/1/promote", {})).status).toBe(404);
  });
});
