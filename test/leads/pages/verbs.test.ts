import { afterEach, beforeEach, expect, test } from "vitest";
import type { Staff } from "../../support/create-staff.ts";
import { type Kit, kit } from "../../support/kit.ts";
import { submission, tell } from "./stage.ts";

/** What staff read and do of leads, as verbs under their own rights. */
let k: Kit;
let manager: Staff;
let workspace: string;
beforeEach(async () => {
  k = await kit();
  manager = await k.product.db.createStaff({ role: "manager" });
  workspace = (await k.sql`select id from workspaces`)[0]!.id;
});
afterEach(() => k.product.close());

// biome-ignore lint/suspicious/noExplicitAny: answers of SQL functions
const call = async (name: string, args: object): Promise<any> => {
  const { data, error } = await manager.client.rpc(name, args);
  if (error) throw new Error(`${error.code} ${error.message}`);
  return data;
};
const page = (filters: object = {}, page_size = 50) => call("lead_page", { workspace, filters, page_size });
const ids = async (filters: object) => (await page(filters)).rows.map(({ id }: { id: number }) => id);

test("the list goes by every filter, a page at a time", async () => {
  await tell(
    k,
    submission(1),
    submission(2, { source: "google_ads", formId: "g", formName: "Preventivo", campaignName: "Rete" }),
    submission(3, { answers: [{ name: "nome", values: ["Solo Nome"], as: "full_name" }] }),
  );
  await k.save("contact_fields", { fields: [{ key: "capi", label: "Capi", kind: "number" }] });
  const all = await page({}, 2);
  expect(all.rows).toHaveLength(2);
  expect(all.next).toBe(all.rows[1].id);
  expect((await page({ before: all.next })).rows).toHaveLength(1);
  const [three, two, one] = await ids({});
  expect(await ids({ source: "google_ads" })).toEqual([two]);
  expect(await ids({ campaign: "Stalle Veneto", state: "queued" })).toEqual([one]);
  expect(await ids({ form: "g" })).toEqual([two]);
  expect(await ids({ state: "error" })).toEqual([three]);
  expect(await ids({ q: "anna bianchi 2" })).toEqual([two]);
  expect(await ids({ q: "3331000001" })).toEqual([one]);
  expect(await ids({ q: "solo nome" })).toEqual([three]);
  expect(await ids({ field: "Quanti capi hai?", value: "120" })).toEqual([two, one]);
  const contact = all.rows[1].contact;
  await call("edit_fields", { contact, fields: { capi: "80,5", other: "x" } });
  expect(await ids({ field: "capi", value: "80.5" })).toEqual([two]);
  await call("work_conversation", { contact, change: { owner: manager.userId, addTag: "fiera" } });
  expect(await ids({ owner: manager.userId })).toEqual([two]);
  expect(await ids({ tag: "fiera" })).toEqual([two]);
  expect(await ids({ owner: "none" })).toEqual([three, one]);
  expect((await page()).counts).toMatchObject({ queued: 2, error: 1, won: 0 });
  expect((await page()).choices).toMatchObject({
    sources: ["google_ads", "meta_ads"],
    campaigns: ["Rete", "Stalle Veneto"],
    forms: [
      { formId: "7000000000000001", name: "Agrisolare 2026" },
      { formId: "g", name: "Preventivo" },
    ],
  });
});

test("how it ended is staff's word, and can be taken back", async () => {
  await tell(k, submission(1));
  const [id] = await ids({});
  expect(await call("change_lead", { lead: id, outcome: "won" })).toEqual({ before: null, after: "won" });
  expect(await ids({ state: "won" })).toEqual([id]);
  const board = await call("lead_board", { workspace });
  expect(board.columns.won).toMatchObject([{ id, name: "Anna Bianchi 1", outcome: "won" }]);
  await call("change_lead", { lead: id, outcome: null });
  expect(await ids({ state: "queued" })).toEqual([id]);
});

test("what contradicts us is shown, and taken over or not by a person", async () => {
  await tell(k, submission(1));
  const phone = submission(1).answers[1]!;
  await tell(
    k,
    submission(2, { answers: [phone, { name: "nome", values: ["Luca Verdi"], as: "full_name" }] }),
  );
  const [id] = await ids({});
  const before = await call("lead_view", { lead: id });
  expect(before).toMatchObject({
    status: "duplicate",
    conflicts: 1,
    conflictsAll: [{ field: "name", had: "Anna Bianchi 1", given: "Luca Verdi" }],
    ask: { shouldSend: false },
  });
  expect(await call("settle_conflict", { lead: id, field: "name", take: true })).toBe(true);
  expect(await call("settle_conflict", { lead: id, field: "name", take: true })).toBe(false);
  expect(await call("lead_view", { lead: id })).toMatchObject({ name: "Luca Verdi", conflicts: 0 });
  const log = await k.sql`select action, detail from audit_log where action like 'lead%'`;
  expect(log).toEqual([{ action: "lead_conflict_settled", detail: { field: "name", how: "taken" } }]);
});

test("once a form's answers are told, its leads in error become persons, and fields of ours are filled", async () => {
  await k.save("contact_fields", { fields: [{ key: "capi", label: "Capi", kind: "number" }] });
  const e164 = "+393331000009";
  await tell(
    k,
    submission(9, {
      answers: [
        { name: "Dove ti chiamiamo?", values: [e164], phone: { e164, raw: e164, problem: null } },
        { name: "Quanti capi hai?", values: ["90"] },
      ],
    }),
  );
  const [form] = await call("lead_form_list", { workspace });
  expect(form).toMatchObject({
    source: "meta_ads",
    leads: 1,
    errors: 1,
    answers: [
      { name: "Dove ti chiamiamo?", as: null, samples: [e164] },
      { name: "Quanti capi hai?", samples: ["90"] },
    ],
  });
  const mapping = { "Dove ti chiamiamo?": "phone", "Quanti capi hai?": "field:capi" };
  expect(await call("save_lead_form", { form: form.id, mapping })).toEqual({ placed: 1, left: 0 });
  const [row] = (await page()).rows;
  expect(row).toMatchObject({ state: "queued", status: "created", phone: e164 });
  expect(await k.sql`select fields from contacts`).toEqual([{ fields: { capi: "90" } }]);
  await expect(
    call("save_lead_form", { form: form.id, mapping: { "Quanti capi hai?": "nonsense" } }),
  ).rejects.toThrow("PT422");
});

test("a lead by hand is one, pressed twice too, and stands in the person's thread", async () => {
  const { type: _, ...lead } = submission(5, { externalId: crypto.randomUUID() });
  const id = await call("add_lead", { workspace, lead });
  expect(await call("add_lead", { workspace, lead })).toBe(id);
  const [row] = (await page()).rows;
  expect(row).toMatchObject({ id, source: "staff", status: "created" });
  const { thread } = await call("inbox", { filters: { contact: row.contact } });
  expect(thread.leads).toMatchObject([
    { id, ticked: ["Acconsento a essere ricontattato"], answers: [{}, {}, { label: "Quanti capi hai?" }] },
  ]);
});
