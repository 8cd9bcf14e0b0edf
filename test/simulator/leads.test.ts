import { createHmac } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { FORM } from "../../simulator/leads/pretend-lead.ts";
import { type Harness, jsonOf, SECRETS, startHarness } from "./harness.ts";

/** An advertisement's form, as Meta and Google tell of it. */
let h: Harness;
beforeEach(async () => {
  h = await startHarness();
});
afterEach(() => h.close());

const fill = async (over: object = {}) => {
  const order = { customer: h.sim.world.customers[0]!.id, email: "anna@example.com", answer: "300", ...over };
  return jsonOf(await h.control("lead", order));
};
const fields =
  "created_time,id,ad_id,ad_name,form_id,campaign_id,campaign_name,is_organic,platform,field_data,custom_disclaimer_responses";
const asked = async (path: string) => {
  const response = await h.graph(path);
  return { status: response.status, body: await jsonOf(response) };
};

test("Meta says that there is one, signed; Graph tells what it says, and lists it", async () => {
  const { lead, statuses } = await fill({ phone: "333 1234567", name: "Anna Bianchi" });
  expect(statuses).toEqual([200]);
  const [notice] = h.received;
  expect(notice).toMatchObject({
    path: "/api/webhooks/meta",
    body: {
      object: "page",
      entry: [
        { id: FORM.page, changes: [{ field: "leadgen", value: { leadgen_id: lead, form_id: FORM.meta } }] },
      ],
    },
  });
  const proof = createHmac("sha256", SECRETS.meta.appSecret).update(notice!.raw).digest("hex");
  expect(notice!.headers.get("x-hub-signature-256")).toBe(`sha256=${proof}`);
  expect(notice!.raw).not.toContain("1234567");
  const { body } = await asked(`/${lead}?fields=${fields}`);
  expect(body).toMatchObject({
    id: lead,
    is_organic: false,
    campaign_name: FORM.campaign,
    custom_disclaimer_responses: [{ is_checked: "1" }],
  });
  expect(body.field_data).toEqual([
    { name: "full_name", values: ["Anna Bianchi"] },
    { name: "phone_number", values: ["333 1234567"] },
    { name: "email", values: ["anna@example.com"] },
    { name: FORM.slug, values: ["300"] },
  ]);
  expect((await asked(`/${FORM.meta}/leads?fields=id&limit=10`)).body).toMatchObject({
    data: [{ id: lead }],
  });
  expect((await asked(`/${FORM.meta}?fields=name`)).body).toEqual({ id: FORM.meta, name: FORM.name });
});

test("told twice it is one; organic it has no advertisement; a test says so in its answers", async () => {
  await fill({ twice: true, organic: true, test: true });
  expect(h.received.map(({ raw }) => raw)).toEqual([h.received[0]!.raw, h.received[0]!.raw]);
  expect(h.received[0]!.body.entry[0].changes[0].value).not.toHaveProperty("ad_id");
  const { body } = await asked(`/${h.sim.world.leads[0]!.id}?fields=${fields}`);
  expect(body).not.toHaveProperty("ad_id");
  expect(body.field_data[0].values).toEqual(["<test lead: dummy data for full_name>"]);
});

test("without the permission neither the lead nor the form's list is given out", async () => {
  const { lead } = await fill({ refused: true });
  expect(await asked(`/${lead}?fields=id`)).toMatchObject({
    status: 400,
    body: { error: { code: 100, error_subcode: 33 } },
  });
  expect(await asked(`/${FORM.meta}/leads`)).toMatchObject({ status: 403, body: { error: { code: 200 } } });
});

test("Google tells all of it, with the key in the body; the page's log does not show the key", async () => {
  const { lead } = await fill({ vendor: "google", phone: "333 1234567", test: true });
  expect(h.received).toMatchObject([
    {
      path: "/api/webhooks/google",
      body: {
        lead_id: lead,
        google_key: SECRETS.googleLeadsKey,
        is_test: true,
        form_id: Number(FORM.google),
      },
    },
  ]);
  const columns = h.received[0]!.body.user_column_data;
  expect(columns).toContainEqual({
    column_id: "PHONE_NUMBER",
    column_name: "User Phone",
    string_value: "333 1234567",
  });
  const state = await (await fetch(`${h.sim.url}/state.json`)).text();
  expect(state).not.toContain(SECRETS.googleLeadsKey);
});
