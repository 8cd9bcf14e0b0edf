import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { csvLine, readCell } from "../../lib/base/csv-line.ts";
import type { Staff } from "../support/create-staff.ts";
import { endedCall, inbound, type Kit, kit, phone } from "../support/kit.ts";

let k: Kit;
let agent: Staff;
let manager: Staff;
let contact: number;
beforeAll(async () => {
  k = await kit();
  [agent, manager] = await Promise.all([
    k.product.db.createStaff(),
    k.product.db.createStaff({ role: "manager" }),
  ]);
  await k.ct(endedCall(1, { contact_name: '=HYPERLINK("http://evil.example";"Ferri")' }));
  await k.wa(inbound(1, "Stop, grazie"));
  await k.shift(1_000);
  await k.wa(inbound(1, "START"));
  await k.wa(inbound(2, "basta!"));
  contact = Number(
    (await k.sql`select contact_id from contact_identities where value = ${phone(1)}`)[0]!.contact_id,
  );
});
afterAll(() => k.product.close());

const get = (path: string, staff: Staff | null) =>
  k.product.doors.rest.request(`http://aftercall.test${path}`, {
    headers: staff ? { authorization: `Bearer ${staff.accessToken}` } : {},
  });

describe("one person's history", () => {
  test("as JSON, newest first", async () => {
    const answer = await get(`/api/contacts/${contact}/consent`, agent);
    expect(await answer.json()).toMatchObject({
      contact,
      consents: [
        { kind: "started", source: "customer", words: "START", phone: phone(1), noticeStatus: "queued" },
        { kind: "stopped", source: "customer", words: "Stop, grazie", noticeStatus: "skipped" },
      ],
    });
  });

  test("as CSV, in which nothing is a formula", async () => {
    const answer = await get(`/api/contacts/${contact}/consent?format=csv`, agent);
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(answer.headers.get("content-disposition")).toBe(
      `attachment; filename="consent-${contact}.csv"; filename*=UTF-8''consent-${contact}.csv`,
    );
    expect(answer.headers.get("cache-control")).toBe("no-store");
    const bytes = new Uint8Array(await answer.arrayBuffer());
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const lines = new TextDecoder().decode(bytes).split("\r\n");
    expect(lines[0]).toBe("at,contact,name,phone,what,by,staff,words,reason,confirmation");
    expect(lines).toHaveLength(4);
    expect(lines[2]).toMatch(
      new RegExp(`^2026-11-21T09:00:\\d\\d\\.\\d{3}Z,${contact},"\u200B=HYPERLINK\\(""http:`),
    );
    expect(lines[2]).toContain(`,${phone(1)},stopped,customer,,"Stop, grazie",,skipped`);
  });

  test.each([
    ["another format", "?format=xml", 400],
    ["no such contact", "", 404],
  ])("%s", async (what, query, status) => {
    const id = what === "another format" ? contact : 999_999;
    expect((await get(`/api/contacts/${id}/consent${query}`, agent)).status).toBe(status);
  });

  test("is nobody else's", async () => {
    await k.sql`insert into workspaces (key, name) values ('neighbour', 'Neighbour')`;
    const stranger = await k.product.db.createStaff({ workspace: "neighbour", role: "admin" });
    expect((await get(`/api/contacts/${contact}/consent`, stranger)).status).toBe(404);
    expect((await get(`/api/contacts/${contact}/consent`, null)).status).toBe(401);
    const text = await (await get("/api/consent.csv", stranger)).text();
    expect(text.split("\r\n")).toHaveLength(2);
  });
});

describe("everybody's history", () => {
  test("is a manager's to take", async () => {
    expect((await get("/api/consent.csv", agent)).status).toBe(403);
    const text = await (await get("/api/consent.csv", manager)).text();
    expect(text.split("\r\n").filter((line) => line.includes("stopped"))).toHaveLength(2);
  });

  test("is written down: names and numbers of everybody leave with it", async () => {
    const log = () => k.sql`select user_id, subject_kind from audit_log where action = 'consents_exported'`;
    const before = (await log()).length;
    await get("/api/consent.csv", agent);
    expect(await log()).toHaveLength(before);
    await get("/api/consent.csv", manager);
    expect((await log()).at(-1)).toEqual({ user_id: manager.userId, subject_kind: "contact" });
  });

  test("is whole, however long", async () => {
    await k.sql`insert into contact_consents (workspace_id, contact_id, kind, source)
      select workspace_id, id, 'blocked', 'staff' from contacts, generate_series(1, 600) where id = ${contact}`;
    const text = await (await get("/api/consent.csv", manager)).text();
    expect(text.split("\r\n").filter((line) => line.includes("blocked"))).toHaveLength(600);
    expect(new Set(text.split("\r\n")).size).toBeGreaterThan(4);
    const { consents } = (await (await get(`/api/contacts/${contact}/consent`, agent)).json()) as {
      consents: unknown[];
    };
    expect(consents).toHaveLength(602);
  });
});

test.each([
  [["=1+1"], "\u200B=1+1"],
  [["+39 333"], "\u200B+39 333"],
  [["-2"], "\u200B-2"],
  [["@sum"], "\u200B@sum"],
  [["\t=1"], "\u200B\t=1"],
  [[" =1"], "\u200B =1"],
  [["\n=1"], '"\u200B\n\u200B=1"'],
  // As Excel takes it apart where commas are decimal signs.
  [["ciao;=1+1"], "ciao;\u200B=1+1"],
  [['x; "=1+1;'], `"x; ""\u200B=1+1;"`],
  [["ciao\n=1+1"], `"ciao\n\u200B=1+1"`],
  [["ok ;-)"], "ok ;\u200B-)"],
  [['a "b", c'], '"a ""b"", c"'],
  [["due\nrighe"], '"due\nrighe"'],
  [[7, null, "x"], "7,,x"],
  [["+393331234567"], "+393331234567"],
  [[new Date("2026-11-20T10:15:30.123Z")], "2026-11-20T10:15:30.123Z"],
])("the cells %j are the line %j", (cells, line) => {
  expect(csvLine(cells)).toBe(`${line}\r\n`);
  // And it is read as what it was.
  expect(readCell(csvLine(cells))).toBe(csvLine(cells).replaceAll("\u200B", ""));
});
