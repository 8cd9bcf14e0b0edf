import { afterEach, beforeEach, expect, test } from "vitest";
import { endedCall } from "../support/calls.ts";
import { type Stage, stage } from "./stage.ts";

/** A body of CloudTalk's that nobody can read is a customer who hears nothing: to look at, with an alert until somebody did. */
let s: Stage;
beforeEach(async () => {
  s = await stage();
});
afterEach(() => s.product.close());

const watch = async () => {
  const { data, error } = await s.product.db.service.rpc("watch", { deliver: false });
  if (error) throw new Error(error.message);
  return data as { opened: number; closed: number };
};
const looks = () => s.sql`select id, kind, settled_how from attention order by id`;

test("a lost call raises an alert, which ends when somebody has looked", async () => {
  const response = await s.product.postCloudtalk('{"event":"call-ended","call_id":"9164');
  expect(response.status).toBe(400);
  expect(await looks()).toMatchObject([{ kind: "call_unreadable", settled_how: null }]);
  expect(await watch()).toMatchObject({ opened: 1 });
  expect(await s.alerts()).toMatchObject([{ kind: "calls_lost", subject: "cloudtalk" }]);
  const agent = await s.product.db.createStaff({ role: "agent" });
  const [row] = await looks();
  expect((await agent.client.rpc("acknowledge", { kind: "attention", item: row?.id })).data).toBe(true);
  expect(await watch()).toMatchObject({ closed: 1 });
});

test("a call that is read raises none, and neither does a name that broke its body", async () => {
  await s.product.postCloudtalk(endedCall(1));
  await s.product.postCloudtalk(
    JSON.stringify({ ...endedCall(2), contact_name: "NAME" }).replace(
      "NAME",
      'Azienda "La Quercia" di Rossi',
    ),
  );
  expect(await looks()).toEqual([]);
  expect(await watch()).toMatchObject({ opened: 0 });
  const names = await s.sql`select contact_name from cloudtalk_calls order by id`;
  expect(names[1]).toEqual({ contact_name: 'Azienda "La Quercia" di Rossi' });
});

test("a placeholder of the first call gives way to the real name of the next", async () => {
  await s.product.postCloudtalk({ ...endedCall(3), contact_name: "+39 333 100 0003" });
  await s.product.postCloudtalk({ ...endedCall(3), call_id: "later", contact_name: "Mario Rossi" });
  expect(await s.sql`select name from contacts`).toEqual([{ name: "Mario Rossi" }]);
});
