import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readLidLookup } from "../../lib/vendors/wasender/read-lid-lookup.ts";
import { reconcile } from "../../lib/work/reconcile/reconcile.ts";
import { endedCall, phone } from "../support/calls.ts";
import { hidden } from "../support/kit.ts";
import { channelOf, fixture, type Product } from "../support/product.ts";
import { cloudtalkList } from "./cloudtalk-list.ts";
import { minute, type Stage, stage } from "./stage.ts";

/** What an attack on reconciliation found, one case each. */
let s: Stage;
let product: Product;
beforeEach(async () => {
  s = await stage();
  ({ product } = s);
});
afterEach(() => product.close());

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
      await s.tick();
      await s.shift(2 * minute);
    }
    expect(await s.reconciled()).toMatchObject([
      { outcome: "processed" },
      { outcome: "ignored", reason: "lid_conflict" },
    ]);
    await s.shift(24 * 60 * minute);
    await s.tick();
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
    await s.shift(10 * minute);
    expect(await reconcile(product.services, { budgetMs: 0 })).toMatchObject({ found: 0 });
    expect([list.asked.length, product.wasender.lookups.length]).toEqual([0, 0]);
    await s.tick();
    expect(product.wasender.lookups).toHaveLength(1);
  });

  test("begins no request after its deadline", async () => {
    const list = cloudtalkList(product);
    list.pages = [fixture("cloudtalk-rest-calls-index").responseData.data];
    await s.tick();
    await s.shift(10 * minute);
    list.asked.length = 0;
    for (const lid of ["111111111111@lid", "222222222222@lid"]) {
      await product.postWasender(hidden(1, "ciao", { remoteJid: lid, senderLid: lid }));
    }
    const provider = await product.services.providerOf(await channelOf(product));
    const ask = provider.phoneOfLid!;
    const real = performance.now;
    let extra = 0;
    performance.now = () => real.call(performance) + extra;
    provider.phoneOfLid = async (lid) => {
      const answer = await ask(lid);
      // One slow answer has used it up.
      extra += 25_001;
      return answer;
    };
    try {
      await reconcile(product.services);
    } finally {
      performance.now = real;
    }
    expect([product.wasender.lookups.length, list.asked.length]).toEqual([1, 0]);
    await s.shift(minute);
    await s.tick();
    expect(list.asked).toHaveLength(1);
  });
});
