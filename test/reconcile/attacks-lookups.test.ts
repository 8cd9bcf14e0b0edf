import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readLidLookup } from "../../lib/providers/wasender/read-lid-lookup.ts";
import { reconcile } from "../../lib/reconcile/reconcile.ts";
import { endedCall, phone } from "../support/calls.ts";
import { hidden } from "../support/kit.ts";
import { fixture, type Product } from "../support/product.ts";
import { cloudtalkList } from "./cloudtalk-list.ts";
import { stage } from "./stage.ts";

/** What an attack on reconciliation found, one case each. */
const minute = 60_000;
let product: Product;
beforeEach(async () => {
  ({ product } = await stage());
});
afterEach(() => product.close());

const shift = (ms: number) => product.db.shiftClock(ms);
const tick = async () => {
  const report = await product.tick();
  await product.afterResponses();
  return report;
};
const reconciled = () =>
  product.db.sql`select outcome, reason from webhook_requests where origin = 'reconciled' order by id`;

describe("the phone behind a LID", () => {
  const read = (pn: unknown, text = "") =>
    readLidLookup(
      { kind: "answer", status: 200, headers: new Headers(), text, body: { success: true, data: { pn } } },
      "111@lid",
      "key",
    );

  test.each([
    "393331234567@s.whatsapp.net",
    "393331234567:12@s.whatsapp.net",
    "393331234567@c.us",
    "393331234567",
    "+393331234567",
    393331234567,
  ])("%s is one", (pn) => expect(read(pn)).toEqual({ kind: "found", phone: "+393331234567" }));

  test.each(["393331234567@g.us", "393331234567@newsletter", "393331234567@broadcast", "393331234567@lid"])(
    "%s is none, and is not quoted",
    (pn) =>
      expect(read(pn, pn)).toEqual({
        kind: "unknown",
        message: `Wasender answered HTTP 200 with ${pn.length} bytes that cannot be understood.`,
      }),
  );

  test("is not believed when that phone has another LID, and not asked for again", async () => {
    await product.postCloudtalk(endedCall(1));
    await product.afterResponses();
    const lids = ["111111111111@lid", "222222222222@lid"];
    for (const [i, lid] of lids.entries()) {
      await product.postWasender(hidden(i, "STOP", { remoteJid: lid, senderLid: lid }));
      product.wasender.knowsPhone(lid, `${phone(1).slice(1)}@s.whatsapp.net`);
      await tick();
      await shift(2 * minute);
    }
    expect(await reconciled()).toMatchObject([
      { outcome: "processed" },
      { outcome: "ignored", reason: "lid_conflict" },
    ]);
    await shift(24 * 60 * minute);
    await tick();
    expect(product.wasender.lookups).toEqual(lids);
    const contacts = await product.db
      .sql`select contact_id from contact_identities where kind = 'lid' order by value`;
    expect(new Set(contacts.map(({ contact_id }) => contact_id)).size).toBe(2);
  });
});

describe("a tick without time", () => {
  test("asks nobody, and takes nothing from its turn", async () => {
    const list = cloudtalkList(product);
    await product.postWasender(hidden(1, "Chi siete?"));
    await shift(10 * minute);
    expect(await reconcile(product.services, { budgetMs: 0 })).toMatchObject({ found: 0 });
    expect([list.asked.length, product.wasender.lookups.length]).toEqual([0, 0]);
    await tick();
    expect(product.wasender.lookups).toHaveLength(1);
  });

  test("begins no request after its deadline", async () => {
    const list = cloudtalkList(product);
    list.pages = [fixture("cloudtalk-rest-calls-index").responseData.data];
    await tick();
    await shift(10 * minute);
    list.asked.length = 0;
    for (const lid of ["111111111111@lid", "222222222222@lid"]) {
      await product.postWasender(hidden(1, "ciao", { remoteJid: lid, senderLid: lid }));
    }
    const ask = product.services.provider.phoneOfLid!;
    product.services.provider.phoneOfLid = async (lid) => {
      const answer = await ask(lid);
      // One slow answer has used it up.
      const end = performance.now() + 400;
      while (performance.now() < end);
      return answer;
    };
    await reconcile(product.services, { budgetMs: 400 });
    expect([product.wasender.lookups.length, list.asked.length]).toEqual([1, 0]);
    await shift(minute);
    await tick();
    expect(list.asked).toHaveLength(1);
  });
});
