import { afterEach, beforeEach, expect, test } from "vitest";
import { endedCall, phone } from "../support/kit.ts";
import { hour, type Stage, stage } from "./stage.ts";

/** A colleague who typed the ask on the linked phone within the cooldown has asked. */
let k: Stage;
beforeEach(async () => {
  k = await stage();
});
afterEach(() => k.product.close());

let typed = 0;
const byHand = (text: string, n = 1) => {
  typed += 1;
  return k.rpc("record_delivery", {
    delivery: { workspace: "default", source: "wasender" },
    effects: [
      {
        type: "echo",
        whatsappId: `3EB0TYPED${typed}`,
        chat: { phone: phone(n), lid: null },
        kind: "text",
        text,
        providerTimestamp: null,
      },
    ],
  });
};
const call = async (id: string) => {
  await k.ct(endedCall(1, { call_id: id }));
  return k.call(id);
};

test.each([
  "Buongiorno, mi manda le bollette della luce quando può?",
  "Ci serve l'ultima BOLLETTA, grazie",
  "Può inviarmi la fattura?",
  "Could you send me the electricity bill?",
])("counts: %s", async (text) => {
  await byHand(text);
  expect(await call("a")).toMatchObject({
    should_send: false,
    should_send_code: "asked_by_hand",
    should_send_reason: "A colleague wrote to them of the bill on the phone, less than 24 hours ago.",
  });
});

test.each(["Buongiorno, a dopo", "Va bene, grazie", "Billy arriva alle 12"])(
  "is no ask: %s",
  async (text) => {
    await byHand(text);
    expect(await call("a")).toMatchObject({ should_send: true });
  },
);

test("counts for the cooldown only, for this person only, and not where there is none", async () => {
  await byHand("Mi manda la bolletta?", 2);
  expect(await call("another")).toMatchObject({ should_send: true });
  await k.shift(48 * hour);
  await byHand("Mi manda la bolletta?");
  await k.shift(25 * hour);
  expect(await call("later")).toMatchObject({ should_send: true });
});

test("no cooldown, no guard", async () => {
  await k.save("cooldown", { hours: 0 });
  await byHand("Mi manda la bolletta?");
  expect(await call("a")).toMatchObject({ should_send: true });
});

test("an ask that waits does not leave after it", async () => {
  expect(await call("a")).toMatchObject({ should_send: true });
  await byHand("Mi manda la bolletta?");
  expect(await call("a")).toMatchObject({ should_send: false, should_send_code: "asked_by_hand" });
  expect(await k.followUp(1)).toMatchObject({ status: "cancelled", reason_code: "asked_by_hand" });
});
