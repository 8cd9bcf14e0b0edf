import { afterEach, beforeEach, expect, test } from "vitest";
import type { Visitor } from "../monitor/visitor.ts";
import { type Kit, kit, phone } from "../support/kit.ts";
import { asked, newest, visitor } from "./stage.ts";

let k: Kit;
let one: Visitor;
beforeEach(async () => {
  k = await kit();
  one = await visitor(k, await k.product.db.createStaff());
});
afterEach(() => k.product.close());

const send = (form: Record<string, string>) =>
  one.post("/monitor/new", { key: "k1", text: "Buongiorno, come d'accordo.", ...form });

test("to a new number, mended, with a reason that is kept", async () => {
  const answer = await send({ to: "tel: 333 999 0001", name: "Rossi <b>", reason: "called" });
  const contact = Number(/\/monitor\/c\/(\d+)#composer/.exec(answer.headers.get("location") ?? "")?.[1]);
  expect(await newest(k, contact)).toMatchObject({
    recipient: "+393339990001",
    body: "Buongiorno, come d'accordo.",
    reason_to_write: "called",
    status: "queued",
  });
  expect((await send({ to: "3339990001", reason: "called" })).status).toBe(303);
  expect(await k.sql`select from whatsapp_messages where purpose = 'manual'`).toHaveLength(1);
});

test("without a number, words or a reason nothing leaves, and what was typed stays", async () => {
  const cases = [
    [{ to: "Rossi", reason: "called" }, "Type a phone number"],
    [{ to: "3339990001" }, "Choose why we may write"],
    [{ to: "3339990001", reason: "called", text: "" }, "Write a message"],
    [{ to: "3339990001", reason: "called", text: "è".repeat(4097) }, "It is too long"],
  ] as const;
  for (const [form, words] of cases) {
    const answer = await send(form);
    const page = await answer.text();
    expect([form.to, answer.status]).toEqual([form.to, 422]);
    expect(page).toContain(words);
    expect(page).toContain(`name="to" value="${form.to}"`);
  }
  expect(await k.sql`select from whatsapp_messages`).toHaveLength(0);
});

test("who is there already is proposed: by number, by name, and a namesake asked just now", async () => {
  const contact = await asked(k, 1);
  for (const to of [phone(1), "cliente 1"]) {
    const found = await (await one.get(`/monitor/new/found?to=${encodeURIComponent(to)}`)).text();
    expect(found).toContain(`href="/monitor/c/${contact}#composer"`);
  }
  const proposed = await send({ to: "3339990001", name: "cliente 1", reason: "agreed" });
  expect(proposed.status).toBe(422);
  expect(await proposed.text()).toContain("There is “Cliente 1” already");
  expect((await send({ to: "3339990001", name: "cliente 1", reason: "agreed", sure: "1" })).status).toBe(303);
  expect((await send({ to: phone(1), key: "k2" })).headers.get("location")).toBe(
    `/monitor/c/${contact}#composer`,
  );
});

test("a landline is told before anything leaves", async () => {
  const found = await (await one.get("/monitor/new/found?to=055%20123456")).text();
  expect(found).toContain("looks like a landline");
});
