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
