import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Visitor } from "../monitor/visitor.ts";
import type { Staff } from "../support/create-staff.ts";
import { type Stage, stage } from "./stage.ts";

/** The lists of the page of bills, and what is taken away from it. */
let s: Stage;
let staff: Staff;
let one: Visitor;
const files: Record<string, number> = {};
const people: Record<string, number> = {};

beforeAll(async () => {
  s = await stage();
  staff = await s.product.db.createStaff();
  for (const [n, name] of ["Silente", "Risponde", "Gas", "Aspetta", "Confermata"].entries()) {
    people[name] = await s.asked(n + 1, name);
    await s.product.db.shiftClock(60_000);
  }
  await s.says(2, "La <b>cerco</b>");
  files.Gas = await s.pdf(3);
  files.Aspetta = await s.photo(4);
  files.Confermata = await s.photo(5);
  const verdict = (name: string, args: object) => staff.client.rpc(name, args);
  await verdict("reject_file", { message: files.Gas, kind: "gas" });
  await verdict("confirm_file", { message: files.Confermata });
}, 60_000);
afterAll(() => s.product.close());
beforeEach(async () => {
  one = new Visitor(s.product.doors.monitor);
  await one.signIn(staff);
});

const bills = async (args: object) => (await staff.client.rpc("bills_page", args)).data;
const names = (page: { people: { name: string }[] }) => page.people.map(({ name }) => name);

test("each list has whom it names, and all are counted", async () => {
  const { data, error } = await staff.client.rpc("bills_page", { state: "check" });
  expect(error).toBeNull();
  expect(data.counts).toEqual({ check: 1, ok: 1, no: 1, owed: 3 });
  expect(names(data)).toEqual(["Aspetta"]);
  expect(names(await bills({ state: "ok" }))).toEqual(["Confermata"]);
  expect(names(await bills({ state: "no" }))).toEqual(["Gas"]);
  // Whoever is silent the longest is called first.
  expect(names(await bills({ state: "owed" }))).toEqual(["Silente", "Risponde", "Gas"]);
});

test("pages go on where the last one ended, each person once", async () => {
  const seen: string[] = [];
  let before: string | null = null;
  do {
    const page: { people: { name: string }[]; next: string | null } = await bills({
      state: "owed",
      before,
      page_size: 1,
    });
    seen.push(...names(page));
    before = page.next;
  } while (before !== null);
  expect(seen).toEqual(["Silente", "Risponde", "Gas"]);
});

describe("taken away", () => {
  test("the files, a folder a person, each opened in the log", async () => {
    const response = await one.get("/monitor/bills/check.zip");
    expect(response.headers.get("content-type")).toBe("application/zip");
    const zip = Buffer.from(await response.arrayBuffer()).toString("latin1");
    expect(zip.startsWith("PK")).toBe(true);
    expect(zip).toContain(`Aspetta (${people.Aspetta})/${files.Aspetta} foto.jpg`);
    expect(zip).not.toContain("Gas (");
    const log =
      await s.sql`select action, subject_id from audit_log where action in ('bills_exported', 'media_opened') order by id desc limit 2`;
    expect(log.map(({ action }) => action).toSorted()).toEqual(["bills_exported", "media_opened"]);
  });

  test("who still owes one, as a table", async () => {
    const text = await (await one.get("/monitor/bills/owed.csv")).text();
    const rows = text.trim().split("\n");
    expect(rows).toHaveLength(4);
    expect(rows[1]).toContain("Silente");
    expect(rows[1]).toContain("no answer");
    expect(rows[3]).toContain("answered, the bill is missing");
    const sheet = await one.get("/monitor/bills/owed.xlsx");
    expect(sheet.headers.get("content-type")).toContain("spreadsheetml");
    expect((await sheet.arrayBuffer()).byteLength).toBeGreaterThan(500);
  });
});

test("what customers write stays text, on the page and under it", async () => {
  const html = await (await one.get("/monitor/bills?state=owed")).text();
  expect(html).toContain("La &lt;b&gt;cerco&lt;/b&gt;");
  expect(html).toContain('href="tel:+393331000002"');
  expect(html).not.toContain("<b>cerco</b>");
});

test("a mistyped address shows what waits; another company's member sees nothing of it", async () => {
  for (const query of ["state=x&c=zero&f=-1&before=now", "c=999999999999999", "before=0~1"]) {
    const response = await one.get(`/monitor/bills?${query}`);
    expect(response.status).toBe(200);
  }
  await s.sql`insert into workspaces (key, name) values ('neighbour', 'Neighbour')`;
  const stranger = new Visitor(s.product.doors.monitor);
  await stranger.signIn(await s.product.db.createStaff({ workspace: "neighbour", role: "admin" }));
  expect(await (await stranger.get(`/monitor/bills?c=${people.Aspetta}`)).text()).not.toContain("Aspetta");
  expect((await stranger.post(`/monitor/bills/${files.Aspetta}`, { decision: "good" })).status).toBe(403);
  expect((await one.post(`/monitor/bills/${files.Aspetta}`, { decision: "eat" })).status).toBe(400);
  expect(
    (
      await one.post(
        `/monitor/bills/${files.Aspetta}`,
        { decision: "good" },
        { origin: "https://evil.example" },
      )
    ).status,
  ).toBe(403);
  expect(await s.bills()).toContain("Aspetta: check");
});
