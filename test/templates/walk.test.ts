import { HttpResponse } from "msw";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { graphError } from "../providers/meta/bodies.ts";
import { endedCall } from "../support/calls.ts";
import { type TemplateStage, templateStage } from "./stage.ts";

/** A text goes to the vendor, comes back with its state, and only what is approved leaves as a template. */
let k: TemplateStage;
beforeEach(async () => {
  k = await templateStage();
  await k.sql`update whatsapp_templates set category = 'utility', ttl_seconds = 3600,
    body = 'Salve {contact_name|cliente}, come concordato al telefono serve la bolletta. Grazie.'`;
});
afterEach(() => k.product.close());

const submit = async (over: object = {}) => {
  const args = { workspace: k.workspace, key: "follow_up", channel: k.channel, expected_version: 1 };
  const { data, error } = await k.as(k.manager, "submit_template", { ...args, ...over });
  return error ? [error.code, error.details] : data;
};
const approved = async () => {
  await submit();
  await k.tick();
  k.rows[0]!.status = "APPROVED";
  await k.product.db.shiftClock(61 * 60_000);
  await k.tick();
};
const content = async (n: number) => {
  await k.product.postCloudtalk(endedCall(n));
  const [row] = await k.sql`select content from whatsapp_messages order by id desc limit 1`;
  return row?.content ?? null;
};

test("it is on its way, then in review, then approved by the hourly list, and leaves by its name", async () => {
  expect(await submit()).toBe("create");
  expect(await k.state()).toMatchObject({ state: "draft", errand: "create", vendor_name: "follow_up" });
  expect(await submit()).toEqual(["PT409", "on_its_way"]);
  await k.tick();
  expect(k.written).toMatchObject([
    { method: "create", body: { name: "follow_up", category: "UTILITY", message_send_ttl_seconds: 3600 } },
  ]);
  expect(await k.state()).toMatchObject({
    state: "pending",
    errand: null,
    vendor_id: "7000",
    ttl_seconds: 3600,
    parameter_names: ["contact_name"],
  });
  expect(await content(1)).toBeNull();
  expect(await submit()).toEqual(["PT409", "in_review"]);
  k.rows[0]!.status = "APPROVED";
  await k.product.db.shiftClock(61 * 60_000);
  await k.tick();
  expect(await k.state()).toMatchObject({ state: "approved", category: "utility", drifted: false });
  expect(await content(2)).toEqual({
    kind: "template",
    name: "follow_up",
    id: "7000",
    language: "it",
    parameters: ["Cliente 2"],
    named: { contact_name: "Cliente 2" },
  });
  expect(await submit()).toEqual(["PT409", "unchanged"]);
});

test("a list is read once an hour, by one task a channel", async () => {
  const lists = () => k.sql`select state, tries from tasks where kind = 'list_templates'`;
  expect(await lists()).toEqual([{ state: "done", tries: 1 }]);
  await k.tick();
  expect(await lists()).toEqual([{ state: "done", tries: 1 }]);
  await k.product.db.shiftClock(61 * 60_000);
  k.refusals.push(HttpResponse.json(graphError(190, "Session has expired"), { status: 401 }));
  await k.tick();
  const [failing] = await k.sql`select state, reason_code, due_at > app.now() + interval '50 minutes' as later
    from tasks where kind = 'list_templates'`;
  expect(failing).toEqual({ state: "waiting", reason_code: "unauthorized", later: true });
});

describe("what the vendor refuses", () => {
  test("is said with its code and words, is no failed task, and may be sent again", async () => {
    const told = { error_subcode: 2388299, error_user_msg: "Variables can't be at the end." };
    k.refusals.push(HttpResponse.json(graphError(100, "Invalid parameter", told), { status: 400 }));
    await submit();
    await k.tick();
    expect(await k.state()).toMatchObject({
      state: "draft",
      errand: null,
      errand_code: "variable_at_edge",
      errand_reason: "Variables can't be at the end.",
    });
    expect(await k.sql`select state from tasks where kind = 'tell_templates'`).toEqual([{ state: "done" }]);
    expect(await submit()).toBe("create");
  });

  test("a lost answer is found by its name, and another's text of that name is not taken for ours", async () => {
    k.refusals.push(HttpResponse.error());
    await submit();
    await k.tick();
    expect(await k.state()).toMatchObject({ errand: "create", state: "draft" });
    const taken = HttpResponse.json(graphError(100, "x", { error_subcode: 2388024 }), { status: 400 });
    k.refusals.push(taken);
    await k.product.db.shiftClock(120_000);
    await k.tick();
    expect(await k.state()).toMatchObject({ errand: null, state: "pending", vendor_id: null });
    k.rows.push({ id: "99", name: "follow_up", language: "it", status: "APPROVED" });
    await k.product.db.shiftClock(61 * 60_000);
    await k.tick();
    expect(await k.state()).toMatchObject({ state: "approved", vendor_id: "99" });
  });

  test("is refused at the first try where the name exists", async () => {
    k.refusals.push(HttpResponse.json(graphError(100, "x", { error_subcode: 2388024 }), { status: 400 }));
    await submit();
    await k.tick();
    expect(await k.state()).toMatchObject({ state: "draft", errand_code: "name_exists" });
  });
});

describe("news", () => {
  test("a rejection comes with its reason and what to change; after the change it is edited", async () => {
    await submit();
    await k.tick();
    await k.news({
      templateId: "7000",
      name: "follow_up",
      language: "it",
      state: "rejected",
      reason: "INCORRECT_CATEGORY",
      recommendation: "Choose marketing.",
    });
    expect(await k.state()).toMatchObject({
      state: "rejected",
      reason_code: "INCORRECT_CATEGORY",
      reason: null,
      recommendation: "Choose marketing.",
    });
    await k.sql`update whatsapp_templates set category = 'marketing', version = 2`;
    expect(await submit()).toEqual(["PT409", "conflict"]);
    expect(await submit({ expected_version: 2 })).toBe("edit");
    await k.tick();
    expect(k.written.at(-1)).toMatchObject({ method: "edit", id: "7000" });
    expect(await k.state()).toMatchObject({ state: "pending", version: 2, reason_code: null });
  });

  test("quality, and the category that it becomes, and has become", async () => {
    await approved();
    const of = { templateId: "7000", name: "follow_up", language: "it" };
    await k.news({ ...of, quality: "yellow" });
    await k.news({ ...of, becomesCategory: "marketing", becomesAt: "2026-12-01T09:00:00Z" });
    expect(await k.state()).toMatchObject({
      state: "approved",
      quality: "yellow",
      category: "utility",
      becomes_category: "marketing",
      becomes_at: new Date("2026-12-01T09:00:00Z"),
    });
    await k.news({ ...of, category: "marketing" });
    expect(await k.state()).toMatchObject({
      category: "marketing",
      becomes_category: null,
      becomes_at: null,
    });
  });

  test("that overtakes the answer stays; a list that was read before it changes nothing", async () => {
    await submit();
    await k.product.db.shiftClock(1000);
    await k.news({ templateId: "7000", name: "follow_up", language: "it", state: "approved" });
    await k.tick();
    expect(await k.state()).toMatchObject({ state: "approved", vendor_id: "7000" });
    await k.sql`select record_templates(${k.channel}, '[]', app.now() - interval '1 minute', true)`;
    expect(await k.state()).toMatchObject({ state: "approved" });
  });

  test("of a text that we never saw is a row of its own, of another company's nothing", async () => {
    const [known] = await k.news({
      templateId: "5",
      name: "loro",
      language: "it",
      state: "paused",
      reason: null,
    });
    expect(known).toEqual({ known: true });
    expect(await k.state()).toMatchObject({ template_id: null, vendor_name: "loro", state: "paused" });
    expect(await k.news({ templateId: null, name: null })).toEqual([{ known: false }]);
  });
});

test("an approved one is changed once in 24 hours, ten times in 30 days, and keeps its category", async () => {
  await approved();
  await k.sql`update whatsapp_templates set version = 2, category = 'marketing'`;
  expect(await submit({ expected_version: 2 })).toEqual(["PT409", "category_fixed"]);
  await k.sql`update whatsapp_templates set version = 2, category = 'utility'`;
  expect(await submit({ expected_version: 2 })).toBe("edit");
  await k.tick();
  await k.news({ templateId: "7000", name: "follow_up", language: "it", state: "approved" });
  await k.sql`update whatsapp_templates set version = 3`;
  expect(await submit({ expected_version: 3 })).toEqual(["PT409", "edit_day"]);
  await k.sql`update whatsapp_template_states set edits = array(
    select app.now() - make_interval(days => d) from generate_series(2, 11) d)`;
  expect(await submit({ expected_version: 3 })).toEqual(["PT409", "edit_month"]);
});

test("what was changed at the vendor is seen, and its words are not sent with our values", async () => {
  await approved();
  const body = k.rows[0]!.components as { type: string; text: string }[];
  body.find(({ type }) => type === "BODY")!.text = "Tutt'altro {{contact_name}} testo";
  await k.product.db.shiftClock(61 * 60_000);
  await k.tick();
  expect(await k.state()).toMatchObject({ state: "approved", drifted: true });
  expect(await content(1)).toBeNull();
});

test("what is gone from the list is gone there; a removal of ours asks for it", async () => {
  await approved();
  const { error } = await k.as(k.manager, "withdraw_template", { state: Number((await k.state()).id) });
  expect(error).toBeNull();
  await k.tick();
  expect([k.rows.length, (await k.state()).state]).toEqual([0, "deleted"]);
  k.rows.push({ id: "8", name: "loro", language: "it", status: "APPROVED" });
  await k.product.db.shiftClock(61 * 60_000);
  await k.tick();
  expect(await k.sql`select vendor_name from whatsapp_template_states order by id`).toHaveLength(2);
  k.rows.pop();
  await k.product.db.shiftClock(61 * 60_000);
  await k.tick();
  expect(await k.sql`select vendor_name from whatsapp_template_states`).toEqual([
    { vendor_name: "follow_up" },
  ]);
});

test("one that only the vendor has is taken over with the same words, and leaves at once", async () => {
  k.rows.push({
    id: "8",
    name: "promemoria_2024",
    language: "it",
    status: "APPROVED",
    category: "UTILITY",
    components: [
      { type: "BODY", text: "Salve {{1}}, aspettiamo la bolletta di {{2}}. Grazie." },
      { type: "FOOTER", text: "Greengen" },
    ],
  });
  await k.product.db.shiftClock(61 * 60_000);
  await k.tick();
  const adopt = async (body: string) => {
    const args = { state: Number((await k.state()).id), key: "loro", title: "Loro", body };
    return (await k.as(k.manager, "adopt_template", args)).error?.code ?? null;
  };
  expect(await adopt("Salve {contact_name}, altro.")).toBe("PT422");
  expect(
    await adopt("Salve {contact_name|cliente}, aspettiamo la bolletta di {company|casa}. Grazie."),
  ).toBeNull();
  const [text] = await k.sql`select t.category, t.components, app.template_content(t, ${k.channel},
    '{"contactName": "Ada"}') as content from whatsapp_templates t where key = 'loro'`;
  expect(text).toMatchObject({
    category: "utility",
    components: [{ type: "FOOTER", text: "Greengen" }],
    content: { name: "promemoria_2024", parameters: ["Ada", "casa"] },
  });
});

test("another number of the same account has it too, without a second review", async () => {
  await approved();
  const [{ id }] = await k.sql<
    [{ id: string }]
  >`insert into channels (workspace_id, vendor, account, name, capabilities)
    select workspace_id, 'meta', '2', 'Assistenza', capabilities from channels returning id`;
  await k.sql`select record_templates(${id}, ${k.sql.json([
    { id: "7000", name: "follow_up", language: "it", state: "approved", body: null },
  ])}, app.now(), true)`;
  const rows = await k.sql`select template_id is not null as ours, state, parameter_names
    from whatsapp_template_states order by id`;
  expect(rows).toEqual([
    { ours: true, state: "approved", parameter_names: ["contact_name"] },
    { ours: true, state: "approved", parameter_names: ["contact_name"] },
  ]);
});

test("only managers send; saving the same text again keeps its approval", async () => {
  await approved();
  const agent = await k.product.db.createStaff({ role: "agent" });
  const args = { workspace: k.workspace, key: "follow_up", channel: k.channel, expected_version: 1 };
  expect((await k.as(agent, "submit_template", args)).error?.code).toBe("42501");
  const [text] = await k.sql`select body, language from whatsapp_templates where key = 'follow_up'`;
  const save = { workspace: k.workspace, key: "follow_up", actor: k.manager.userId, ...text, title: "Nuovo" };
  const saved = await k.product.db.service.rpc("save_template", save);
  expect(saved.data).toEqual({ saved: true, version: 1 });
  const look = { category: "utility", components: [{ type: "FOOTER", text: "x" }], ttlSeconds: 3600 };
  const other = await k.product.db.service.rpc("save_template", { ...save, look });
  expect(other.data).toEqual({ saved: true, version: 2 });
});
