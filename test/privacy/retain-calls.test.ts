import { afterEach, beforeEach, expect, test } from "vitest";
import { rule, type Stage, stage } from "../rules/stage.ts";
import { endedCall, phone } from "../support/kit.ts";

/** A call says much of a person that nobody needs after a while: it has days of its own. */
const day = 86_400_000;
let k: Stage;
beforeEach(async () => {
  k = await stage();
});
afterEach(() => k.product.close());

const keep = () => k.rpc("keep_privacy", { batch: 500 });
const told = {
  transcript: "Ho il diabete, e la bolletta è di mia madre.",
  agent_notes: "vedova",
  riassunto_ai: "parla di salute",
  what_was_said: "x".repeat(300),
  pod: "IT001E12345678",
  Settore: "casa",
  recording_url: "https://rec.test/1.mp3",
  contact_name: "Marisa",
  company: "Azienda",
};
const call = () => k.call("900000001");

test("texts about the talk go with the events; names, recording and other fields after the calls' own days", async () => {
  await k.saveRules([rule("casa", { custom: [{ field: "settore", is: "equal", value: "casa" }] })]);
  await k.ct(endedCall(1, told));
  const before = await call();
  expect(before).toMatchObject({
    should_send_code: "rule_send",
    custom_fields: { transcript: told.transcript },
  });
  await k.shift(31 * day);
  expect(await keep()).toMatchObject({ call_texts: 1, calls: 0 });
  expect(await call()).toMatchObject({
    custom_fields: { pod: told.pod, Settore: "casa" },
    recording_url: told.recording_url,
    contact_name: "Marisa",
    details_removed_at: null,
  });
  await k.shift(335 * day);
  expect(await keep()).toMatchObject({ calls: 1 });
  expect(await keep()).toMatchObject({ calls: 0, call_texts: 0 });
  const after = await call();
  expect(JSON.stringify(after.facts)).not.toMatch(/diabete|vedova|salute|xxx|IT001|rec\.test|Marisa|Azienda/);
  expect(after).toMatchObject({
    ...Object.fromEntries(
      ["id", "contact_id", "talking_seconds", "agent_name", "direction", "ended_heard_at", "started_at"].map(
        (key) => [key, before[key]],
      ),
    ),
    phone_number: phone(1),
    custom_fields: { Settore: "casa" },
    should_send_code: "rule_send",
  });
  expect(after.details_removed_at).not.toBeNull();
  // What it needs to decide is still there.
  const { code } = await k.ask("try_decision", {
    workspace: k.workspace,
    facts: null,
    rules: null,
    call: Number(after.id),
  });
  expect(code).toBe("rule_send");
});

test("comes again after that without a second effect, and brings nothing back", async () => {
  const body = endedCall(1, told);
  await k.ct(body);
  await k.shift(400 * day);
  await keep();
  const before = await call();
  expect(await k.ct(body)).toMatchObject({ outcome: "duplicate" });
  expect(await call()).toEqual(before);
});

test("days that are set, or for ever; what was saved before calls had days has the default", async () => {
  await k.ct(endedCall(1, told));
  await k.sql`insert into workspace_settings (workspace_id, kind, version, value)
    values (${k.workspace}, 'retention', 1, '{"eventsDays": 30, "messagesDays": null, "mediaDays": null}')`;
  await k.save("retention", { eventsDays: 3650, messagesDays: null, mediaDays: null, callsDays: null });
  await k.shift(2000 * day);
  expect(await keep()).toMatchObject({ call_texts: 0, calls: 0 });
  expect(await call()).toMatchObject({ contact_name: "Marisa" });
  await k.sql`delete from workspace_settings where kind = 'retention' and version = 2`;
  expect(await keep()).toMatchObject({ call_texts: 1, calls: 1 });
});

test("in bounded batches, oldest first, and younger ones stay whole", async () => {
  for (let n = 1; n <= 5; n += 1) await k.ct(endedCall(n, told));
  await k.shift(364 * day);
  await k.ct(endedCall(6, told));
  await k.shift(2 * day);
  const removed = [];
  for (let n = 0; n < 4; n += 1) removed.push((await k.rpc("keep_privacy", { batch: 2 })).calls);
  expect(removed).toEqual([2, 2, 1, 0]);
  expect(await k.call("900000006")).toMatchObject({ contact_name: "Marisa" });
});
