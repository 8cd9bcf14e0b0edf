import { readdirSync } from "node:fs";
import fc from "fast-check";
import { expect, it } from "vitest";
import { valuesOf, wasenderFixture } from "./values-of.ts";

const oddities: unknown[] = [
  null,
  0,
  -1,
  "",
  "x",
  true,
  [],
  [null],
  {},
  { toString: 1, valueOf: 1 },
  [[{}]],
  1e300,
];

/** Every copy of `value` with one spot replaced. */
function* withOneOdd(value: unknown): Generator<unknown> {
  yield* oddities;
  if (typeof value !== "object" || value === null) return;
  for (const [name, item] of Object.entries(value)) {
    for (const odd of withOneOdd(item)) {
      yield Array.isArray(value) ? value.with(Number(name), odd) : { ...value, [name]: odd };
    }
  }
}

const webhooks = readdirSync(new URL("../../fixtures/provider", import.meta.url))
  .map((file) => /^wasender-(.*)\.json$/.exec(file)?.[1])
  .filter((name) => name !== undefined)
  .map((name) => [name, JSON.parse(Buffer.from(wasenderFixture(name)).toString())] as const)
  .filter(([, body]) => "event" in body);

it.each(webhooks)("%s with anything anywhere still ends in values", (_name, body) => {
  for (const data of withOneOdd(body.data)) {
    const values = valuesOf({ ...body, data });
    expect(values.length).toBeGreaterThan(0);
    for (const { type, ...value } of values) {
      expect(type).toBeTypeOf("string");
      if ("chat" in value && value.chat)
        expect(value.chat.phone ?? value.chat.lid).toMatch(/^(\+\d+|\d+@lid)$/);
    }
  }
});

it("any JSON as data ends in values", () => {
  const events = fc.constantFrom("messages.upsert", "message.sent", "messages.update", "session.status");
  fc.assert(
    fc.property(events, fc.jsonValue(), (event, data) => {
      expect(valuesOf({ event, data }).length).toBeGreaterThan(0);
    }),
  );
});
