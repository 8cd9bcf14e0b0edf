import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dispatch } from "../../lib/outbox/dispatch.ts";
import type { MessagePage } from "../../lib/people/list-messages.ts";
import { endedCall, inbound, phone } from "../support/calls.ts";
import type { Staff } from "../support/create-staff.ts";
import { createProduct, type Product } from "../support/product.ts";

/** GET /api/whatsapp-incoming: what programs read. */
let product: Product;
let agent: Staff;
beforeAll(async () => {
  product = await createProduct({ WHATSAPP_MIN_INTERVAL_SECONDS: "0" }, () => ({ background: () => {} }));
  agent = await product.db.createStaff();
  const [{ id }] = await product.db.sql<[{ id: string }]>`select id from channels`;
  for (const n of [1, 2, 3]) await product.postCloudtalk(endedCall(n));
  await dispatch(product.services, id, { mayWait: false });
  for (const n of [1, 2]) await product.postWasender(inbound(n, `risposta ${n}`));
});
afterAll(() => product.close());

const ask = (query: string, token: string | null = agent.accessToken) =>
  product.doors.rest.request(`http://aftercall.test/api/whatsapp-incoming${query}`, {
    headers: token ? { authorization: `Bearer ${token}` } : {},
  });
const read = async (query: string) => (await (await ask(query)).json()) as MessagePage;

test("pages go from new to old without gap or repetition", async () => {
  const all = await read("");
  expect(all.messages.map(({ direction }) => direction)).toEqual(["in", "in", "out", "out", "out"]);
  expect(all.next).toBeNull();
  const first = await read("?limit=3");
  const second = await read(`?limit=3&before=${first.next}`);
  expect([...first.messages, ...second.messages]).toEqual(all.messages);
  expect(second.next).toBeNull();
});

test.for([
  ["in", 2],
  ["incoming", 2],
  ["INBOUND", 2],
  ["out", 3],
  ["outgoing", 3],
  ["outbound", 3],
  ["sent", 3],
  ["all", 5],
  ["", 5],
] as const)("direction=%s is %i of the five", async ([direction, count]) => {
  expect((await read(`?direction=${direction}`)).messages).toHaveLength(count);
});

test.for([
  phone(1),
  phone(1).slice(1),
  phone(1).slice(3),
  `0039 ${phone(1).slice(3)}`,
  encodeURIComponent(phone(1)),
])("phone=%s is one contact, in and out", async (spelling) => {
  const { messages } = await read(`?phone=${spelling}`);
  expect(messages.map((message) => [message.phone, message.direction])).toEqual([
    [phone(1), "in"],
    [phone(1), "out"],
  ]);
});

test("a number that nobody has is an empty page", async () => {
  expect(await read(`?phone=${phone(99)}`)).toEqual({ source: "database", messages: [], next: null });
});

describe("is refused", () => {
  test.for([
    ["limit", "0"],
    ["limit", "201"],
    ["limit", "1.5"],
    ["limit", "all"],
    ["before", "-1"],
    ["before", "x"],
    ["direction", "sideways"],
    ["direction", "constructor"],
    ["phone", "nobody"],
    ["phone", "12"],
  ])("%s=%s, by name", async ([name, value]) => {
    const response = await ask(`?${name}=${value}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { code: "bad_request", message: expect.stringContaining(`"${name}"`) },
    });
  });

  test("without a session, with a forged one, and to a stranger", async () => {
    expect((await ask("", null)).status).toBe(401);
    expect((await ask("", "a.b.c")).status).toBe(401);
    const stranger = await product.db.createStaff({ workspace: null });
    expect((await ask("", stranger.accessToken)).status).toBe(403);
  });
});
