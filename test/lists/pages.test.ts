import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readCell } from "../../lib/base/csv-line.ts";
import { Visitor } from "../monitor/visitor.ts";
import type { Staff } from "../support/create-staff.ts";
import { endedCall, hidden, type Kit, kit, lid, phone } from "../support/kit.ts";
import { contactOf, fewDays } from "./stage.ts";

/** Calls, persons and insights, as a browser without scripts sees and posts them. Three days; today is Monday 23 November. */
let k: Kit;
let agent: Visitor;
let manager: Visitor;
let assistant: Staff;
const words = `"><img src=x onerror=alert(1)><script>alert(2)</script>`;

beforeAll(async () => {
  k = await kit();
  await fewDays(k);
  await k.ct(
    endedCall(50, { contact_name: words, company: words, agent_first_name: words, talking_time: "0" }),
  );
  assistant = await k.product.db.createStaff();
  agent = new Visitor(k.product.doors.monitor);
  manager = new Visitor(k.product.doors.monitor);
  await agent.signIn(assistant);
  await manager.signIn(await k.product.db.createStaff({ role: "manager" }));
}, 60_000);
afterAll(() => k.product.close());

const page = async (path: string, visitor = agent) => (await visitor.get(path)).text();
const rows = (html: string, kind: string) =>
  [...html.matchAll(new RegExp(`<tr id="${kind}-(\\d+)">([\\s\\S]*?)</tr>`, "g"))].map(([, id, row]) => ({
    id: Number(id),
    text: row!
      .replace(/<[^>]+>/g, " ")
      .replace(/\s+/g, " ")
      .trim(),
  }));
const cells = (csv: string) =>
  csv
    .replace("\uFEFF", "")
    .trim()
    .split("\r\n")
    .map((line) => line.split(",").map(readCell));

describe("calls", () => {
  test("stand under their day, and say why only where nothing was sent", async () => {
    const html = await page("/monitor/calls");
    expect(html.match(/scope="rowgroup" colspan="6">([^<]+)/g)?.map((head) => head.split(">")[1])).toEqual([
      "today, Monday 23 November",
      "Sunday 22 November",
      "Saturday 21 November",
    ]);
    const all = rows(html, "call");
    expect(all).toHaveLength(19);
    expect(all[1]!.text).toMatch(/Anna De Luca 18 .* nothing sent Nobody answered the call/);
    expect(all[2]!.text).toContain("delivered Bill request");
    expect(
      all.find(({ text }) => text.includes("Bill request") && text.includes("Has a mobile")),
    ).toBeUndefined();
    expect(all.filter(({ text }) => text.includes("looks like a no"))).toHaveLength(3);
    expect(html).toContain(`href="/monitor/c/${await contactOf(k, phone(2))}"`);
  });

  test.for([
    ["?day=2026-11-22", 6],
    ["?agent=Giulia+Ferri", 6],
    ["?day=2026-11-22&agent=Giulia+Ferri", 2],
    ["?outcome=none", 4],
    ["?outcome=sent&day=2026-11-23", 5],
    ["?outcome=answered", 6],
    ["?outcome=bill", 0],
    ["?outcome=problem", 0],
    ["?q=pellegrini", 3],
    ["?q=333+1000001", 1],
    ["?q=pellegrini&day=2026-11-21", 1],
    ["?day=2026-02-31&outcome=x&before=y", 19],
  ] as const)("%s shows %i", async ([query, many]) => {
    expect(rows(await page(`/monitor/calls${query}`), "call")).toHaveLength(many);
  });

  test("go on from page to page, each once", async () => {
    const seen: number[] = [];
    const list = async (before: number | null) =>
      (
        await assistant.client.rpc("call_list", {
          workspace: (await k.sql`select id from workspaces where key = 'default'`)[0]!.id,
          filters: { before },
          page_size: 7,
        })
      ).data;
    for (let before: number | null = null, n = 0; n < 4; n++) {
      const { rows: part, next } = await list(before);
      seen.push(...part.map(({ id }: { id: number }) => id));
      before = next;
      if (next === null) break;
    }
    expect(seen).toHaveLength(19);
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => b - a));
  });

  test("managers take the list away, which is written down; a hostile name is text", async () => {
    const csv = await manager.get("/monitor/calls/export?format=csv&day=2026-11-22");
    expect(csv.headers.get("content-disposition")).toContain("calls.csv");
    const table = cells(await csv.text());
    expect(table).toHaveLength(7);
    expect(table[1]![1]).toBe("Anna De Luca 12");
    const xlsx = await manager.get("/monitor/calls/export?format=xlsx");
    expect(xlsx.headers.get("content-type")).toContain("spreadsheetml");
    expect((await agent.get("/monitor/calls/export?format=csv")).status).toBe(403);
    expect(await page("/monitor/calls")).not.toContain("/monitor/calls/export");
    const logged = await k.sql`select count(*)::integer as n from audit_log where action = 'calls_exported'`;
    expect(logged[0]!.n).toBe(2);
  });

  test("one call is called by its person and day, and leads to the chat", async () => {
    const { id } = await k.call("900000002");
    const html = await page(`/monitor/calls/${id}`);
    expect(html).toMatch(/<h1 class="page-title">Teresa Pellegrini · Sat 21 Nov, 10:2\d<\/h1>/);
    expect(html).toContain(`href="/monitor/c/${await contactOf(k, phone(2))}"`);
  });
});

describe("persons", () => {
  test("whom we spoke with last first, with state and next step, also who was never written to", async () => {
    const all = rows(await page("/monitor/people"), "person");
    expect(all).toHaveLength(19);
    const of = (name: string) => all.find(({ text }) => text.includes(`${name} `))!.text;
    expect(of("Mauro Serra 13")).toContain("bill to check");
    expect(of("Teresa Pellegrini 14")).toMatch(/our turn .*answer, waiting since/);
    expect(of("Fabio Bianchi 15")).toContain("looks like a no");
    expect(of("Anna De Luca 18")).toContain("never written to");
    expect(of("Mauro Serra 7")).toContain("bill to check");
  });

  test("who was never written to has a chat all the same", async () => {
    const answer = await agent.get(`/monitor/c/${await contactOf(k, phone(18))}`);
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining("Anna De Luca 18")]);
  });

  test.for([
    ["?state=none", 4],
    ["?state=problem", 3],
    ["?state=check", 3],
    ["?source=call", 19],
    ["?source=wrote", 0],
    ["?q=pellegrini", 3],
    ["?q=d%27angelo", 3],
    ["?tag=fiera", 0],
    ["?owner=none&state=reply", 1],
  ] as const)("%s shows %i", async ([query, many]) => {
    expect(rows(await page(`/monitor/people${query}`), "person")).toHaveLength(many);
  });

  test("pages of both kinds, each person once", async () => {
    const workspace = (await k.sql`select id from workspaces where key = 'default'`)[0]!.id;
    const seen: number[] = [];
    for (let before: string | null = null, n = 0; n < 10; n++) {
      const { data }: { data: { rows: { contact: number }[]; next: string | null } | null } =
        await assistant.client.rpc("people_list", {
          workspace,
          filters: { before },
          page_size: 4,
        });
      seen.push(...data!.rows.map(({ contact }) => contact));
      before = data!.next;
      if (before === null) break;
    }
    expect(seen.toSorted((a, b) => a - b)).toEqual([...new Set(seen)].toSorted((a, b) => a - b));
    expect(seen).toHaveLength(19);
  });

  test("many at once get a tag and an owner, each a row of the log, and Undo takes all back", async () => {
    const [one, other] = [await contactOf(k, phone(1)), await contactOf(k, phone(6))];
    const chosen: [string, string][] = [
      ["contact", String(one)],
      ["contact", String(other)],
      ["back", "/monitor/people?q=anna"],
    ];
    const post = async (form: [string, string][], verb = "change") => {
      const answer = await agent.post(`/monitor/people/${verb}`, form);
      expect([answer.status, answer.headers.get("location")]).toEqual([303, "/monitor/people?q=anna"]);
      return page("/monitor/people?q=anna");
    };
    const kept = async () =>
      (
        await k.sql`select owner, tags from conversations where contact_id in ${k.sql([one, other])} order by contact_id`
      ).map(({ owner, tags }) => [owner, tags]);
    const tagged = await post([...chosen, ["do", "tag"], ["tag", " Fiera "]]);
    expect(tagged).toContain("Tag added to 2 people.");
    expect(await kept()).toEqual([
      [null, ["fiera"]],
      [null, ["fiera"]],
    ]);
    expect(rows(await page("/monitor/people?tag=fiera"), "person")).toHaveLength(2);
    const assigned = await post([...chosen, ["do", "assign"], ["owner", assistant.userId]]);
    expect(assigned).toContain("2 people assigned.");
    expect((await kept()).map(([owner]) => owner)).toEqual([assistant.userId, assistant.userId]);
    const [, undo] = /name="undo" value="([^"]+)"/.exec(assigned)!;
    expect(
      await post(
        [
          ["undo", undo!],
          ["back", "/monitor/people?q=anna"],
        ],
        "undo",
      ),
    ).toContain("as before");
    expect((await kept()).map(([owner]) => owner)).toEqual([null, null]);
    const [{ n }] = await k.sql<[{ n: number }]>`select count(*)::integer as n from audit_log
      where action = 'conversation_changed' and user_id = ${assistant.userId}`;
    expect(n).toBe(6);
    expect(
      await post([
        ["back", "/monitor/people?q=anna"],
        ["do", "tag"],
        ["tag", "x"],
      ]),
    ).toContain("Choose people first");
    expect(await post([...chosen, ["do", "tag"], ["tag", "x".repeat(41)]])).toContain("at most 20 tags");
  });

  test("a form leads nowhere else, a stranger's undo takes nothing back", async () => {
    const away = await agent.post("/monitor/people/change", {
      back: "https://evil.example/",
      do: "tag",
      tag: "x",
    });
    expect(away.headers.get("location")).toBe("/monitor/people");
    const forged = await agent.post(
      "/monitor/people/change",
      { do: "tag" },
      { origin: "https://evil.example" },
    );
    expect(forged.status).toBe(403);
  });

  test("the old address leads here with what was looked for, and managers take the list away", async () => {
    const old = await agent.get("/monitor/contacts?q=anna");
    expect([old.status, old.headers.get("location")]).toEqual([303, "/monitor/people?q=anna"]);
    expect((await agent.get("/monitor/people/export")).status).toBe(403);
    const table = cells(await (await manager.get("/monitor/people/export?format=csv&q=pellegrini")).text());
    expect(table).toHaveLength(4);
  });

  test("who was asked a minute before is proposed for somebody without a number", async () => {
    const own = await kit();
    await own.ct(endedCall(1, { contact_name: "Podere Santa Lucia" }));
    await own.ct(endedCall(2, { contact_name: "Frantoio Bianchi" }));
    for (let n = 0; n < 2; n++) {
      const { message } = await own.claim();
      await own.settle(message.id, message.attempt, {
        kind: "accepted",
        providerMessageId: `5${n}`,
        httpStatus: 200,
      });
      await own.shift(60_000);
    }
    await own.wa(hidden(3, "Buongiorno, sono io", {}, {}));
    await own.sql`update contacts set push_name = 'Lucia' where id = ${await contactOf(own, lid)}`;
    const visitor = new Visitor(own.product.doors.monitor);
    await visitor.signIn(await own.product.db.createStaff());
    const writer = await contactOf(own, lid);
    const html = await page(`/monitor/contacts/${writer}`, visitor);
    const proposed = [...html.matchAll(/id="maybe-(\d+)"/g)].map(([, id]) => Number(id));
    expect(proposed).toEqual([await contactOf(own, phone(1)), await contactOf(own, phone(2))]);
    const linked = await visitor.post(`/monitor/contacts/${writer}/merge`, { other: String(proposed[0]) });
    expect(linked.headers.get("location")).toBe(`/monitor/contacts/${proposed[0]}`);
    expect(await own.call("900000001")).toMatchObject({ electricity_bill_evidence: "reply" });
    await own.product.close();
  });
});

describe("insights", () => {
  const text = (html: string) => html.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");

  test("are for managers", async () => {
    expect((await agent.get("/monitor/insights")).status).toBe(403);
    expect((await agent.get("/monitor/insights/export?part=days")).status).toBe(403);
    expect(await page("/monitor/calls")).not.toContain('href="/monitor/insights"');
    expect(await page("/monitor/calls", manager)).toContain('href="/monitor/insights"');
  });

  test("show a period beside the one before, in words", async () => {
    const html = text(await page("/monitor/insights?period=today", manager));
    expect(html).toContain("Asked Mon 23 Nov · compared with Mon 16 Nov");
    expect(html).toContain("People we wrote to 5 5 more");
    const two = text(await page("/monitor/insights?from=2026-11-22&to=2026-11-22", manager));
    expect(two).toContain("Asked Sun 22 Nov · compared with Sun 15 Nov");
    expect(two).toContain("Time to answer who writes 20 min");
    const alone = text(await page("/monitor/insights?period=today&compare=none", manager));
    expect(alone).not.toContain("compared with");
    expect(alone).not.toContain(" more ");
  });

  test("each part is a table to take away, of one operator too", async () => {
    for (const part of ["funnel", "days", "agents", "hours", "texts", "number"]) {
      const answer = await manager.get(`/monitor/insights/export?part=${part}&format=csv&period=month`);
      expect([part, answer.status]).toEqual([part, 200]);
      expect((await answer.text()).split("\r\n").length).toBeGreaterThan(2);
    }
    const days = cells(
      await (await manager.get("/monitor/insights/export?part=days&from=2026-11-21&to=2026-11-23")).text(),
    );
    expect(days.slice(1)).toEqual([
      ["Sat 21 Nov", "5", "0", "2", "2", "1"],
      ["Sun 22 Nov", "5", "0", "2", "2", "1"],
      ["Mon 23 Nov", "5", "0", "2", "2", "1"],
    ]);
    const agents = cells(
      await (await manager.get("/monitor/insights/export?part=agents&agent=Paolo+Conti")).text(),
    );
    expect(agents.slice(1).map(([name]) => name)).toEqual(["Paolo Conti"]);
    expect((await manager.get("/monitor/insights/export?part=x")).status).toBe(404);
  });

  test("what was chosen stays chosen, and a hostile operator is text", async () => {
    const html = await page(`/monitor/insights?agent=${encodeURIComponent(words)}&period=week`, manager);
    for (const path of ["/monitor/calls", "/monitor/people", "/monitor/insights"])
      expect(await page(path, manager)).not.toContain("<img src=x");
    expect(html).not.toContain("<img src=x");
  });
});
