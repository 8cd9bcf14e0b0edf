import { afterEach, beforeEach, expect, it } from "vitest";
import { WABA_ID } from "../../simulator/graph/account.ts";
import { values } from "./graph-bodies.ts";
import { DELAY, type Harness, jsonOf, startHarness } from "./harness.ts";

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.close());

const path = `/${WABA_ID}/message_templates`;
const text = "Buongiorno {{1}}, come concordato al telefono aspettiamo la sua bolletta. Grazie.";
const written = (over: object = {}, body = text) => ({
  name: "dopo_la_chiamata",
  language: "it",
  category: "UTILITY",
  components: [{ type: "BODY", text: body, example: { body_text: [["Rossi"]] } }],
  ...over,
});
const create = async (body: object) => jsonOf(await harness.graph(path, body));
const list = async (query = "") => (await jsonOf(await harness.graph(`${path}${query}`))).data;
const events = () =>
  values(harness, "message_template_status_update").map(({ event, reason }) => [event, reason]);

it("is looked at, and approved after a moment", async () => {
  expect(await create(written())).toEqual({
    id: expect.stringMatching(/^\d+$/),
    status: "PENDING",
    category: "UTILITY",
  });
  expect(await list("?status=PENDING&fields=name,status")).toMatchObject([{ name: "dopo_la_chiamata" }]);
  await harness.pass(3 * DELAY);
  expect(await list("?name=dopo_la&fields=name,status,rejected_reason")).toMatchObject([
    { status: "APPROVED" },
  ]);
  expect(events()).toEqual([["APPROVED", "NONE"]]);
});

it("is rejected by rule, edited, and looked at again", async () => {
  const { id } = await create(written({}, "Buongiorno {{1}}, solo per oggi uno sconto del 20% per lei."));
  await harness.pass(3 * DELAY);
  expect(await list("?status=REJECTED&fields=rejected_reason")).toMatchObject([
    { rejected_reason: "INCORRECT_CATEGORY" },
  ]);
  const { components } = written();
  expect(await jsonOf(await harness.graph(`/${id}`, { components }))).toEqual({ success: true });
  expect((await harness.graph(`/${id}`, { components })).status).toBe(400);
  await harness.pass(3 * DELAY);
  expect(events()).toEqual([
    ["REJECTED", "INCORRECT_CATEGORY"],
    ["APPROVED", "NONE"],
  ]);
});

it("stays in review where nobody looks", async () => {
  await harness.control("switch", { metaSlowReview: true });
  await create(written());
  await harness.pass(100 * DELAY);
  expect(await list("?status=PENDING")).toHaveLength(1);
});

it.each([
  ["twice the same", { name: "hello_world", language: "en_US" }, text, 2388024],
  ["a variable at the end", {}, "Buongiorno, la sua bolletta di {{1}}", 2388299],
  ["hardly a word around it", {}, "Ecco {{1}} qui {{2}} ok", 2388293],
])("%s is refused at once", async (_what, over, body, subcode) => {
  expect((await create(written(over, body))).error).toMatchObject({ code: 100, error_subcode: subcode });
});

it("is paged by cursor, and a deleted name may not come again soon", async () => {
  const first = await jsonOf(await harness.graph(`${path}?limit=2&fields=name`));
  expect(first.data).toHaveLength(2);
  const next = await list(`?limit=2&fields=name&after=${first.paging.cursors.after}`);
  expect(next).toMatchObject([{ name: "bolletta_promemoria" }]);
  const gone = await harness.graph(`${path}?name=bolletta_promemoria`, undefined, { method: "DELETE" });
  expect(await jsonOf(gone)).toEqual({ success: true });
  expect(await list("?name=bolletta_promemoria")).toEqual([]);
  expect((await create(written({ name: "bolletta_promemoria" }))).error.error_subcode).toBe(2388023);
});
