import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { wordsOf } from "../../simulator/page/words.ts";
import { type Harness, jsonOf, startHarness } from "./harness.ts";

/** What CloudTalk and Wasender can be asked afterwards: the list of calls and the log of sends. */
const keys = { cloudtalkApiId: "id", cloudtalkApiKey: "secret", wasenderPersonalToken: "personal" };
let harness: Harness;
beforeEach(async () => {
  harness = await startHarness(keys);
});
afterEach(() => harness.close());

const list = (query = "", headers: Record<string, string> = {}) =>
  fetch(`${harness.sim.cloudtalkApiUrl}/calls/index.json${query}`, {
    headers: { accept: "application/json", authorization: `Basic ${btoa("id:secret")}`, ...headers },
  });

describe("CloudTalk's list of calls", () => {
  it("has a call whose webhook got lost, once, and the next one's webhook comes again", async () => {
    await harness.control("switch", { loseNextCall: true });
    const { callId } = await jsonOf(await harness.control("call", { customer: "customer-1" }));
    await harness.pass(0);
    expect(harness.received).toEqual([]);
    expect(harness.sim.world.wire(1)).toMatchObject([
      { kind: "webhook", event: "call-ended", body: { call_id: String(callId) }, lost: true, attempts: [] },
    ]);
    const { responseData } = await jsonOf(await list());
    expect(responseData).toMatchObject({ itemsCount: 1, pageCount: 1, pageNumber: 1 });
    expect(responseData.data[0].Cdr).toMatchObject({
      id: String(callId),
      public_external: 393331002001,
      talking_time: "206",
    });
    await harness.control("call", { customer: "customer-1" });
    await harness.pass(0);
    expect(harness.received).toHaveLength(1);
    expect(harness.sim.world.posts.map(({ lost }) => lost)).toEqual([true, false]);
  });

  it.each(["it", "en"] as const)("%s says on the page that a webhook was lost on purpose", async (lang) => {
    await harness.control("switch", { loseNextCall: true });
    await harness.control("call", { customer: "customer-1", twice: true });
    const page = await (await fetch(`${harness.sim.url}/?lang=${lang}`)).text();
    expect(page.split(wordsOf(lang).lost)).toHaveLength(3);
    expect(page).toContain(wordsOf(lang).lostHint.slice(0, 20));
  });

  it("is filtered by time and cut into pages", async () => {
    for (let n = 0; n < 3; n++) await harness.control("call", { customer: "customer-1" });
    const pages = (await jsonOf(await list("?limit=2&page=2"))).responseData;
    expect([pages.pageCount, pages.data.length]).toEqual([2, 1]);
    const past = "?date_from=2000-01-01%2000:00:00&date_to=2000-01-02%2000:00:00";
    expect((await jsonOf(await list(past))).responseData.data).toEqual([]);
  });

  it("refuses a wrong key and a missing Accept, as CloudTalk does", async () => {
    expect((await list("", { authorization: `Basic ${btoa("id:no")}` })).status).toBe(401);
    expect((await list("", { accept: "*/*" })).status).toBe(406);
  });
});

describe("Wasender's log of sends", () => {
  it("opens with the personal token only, and says how far each got", async () => {
    await harness.send();
    const read = (key: string) =>
      harness.api("/whatsapp-sessions/12345/message-logs?page=1&per_page=20", { key });
    expect((await read("session-api-key-of-tests")).status).toBe(401);
    const before = await jsonOf(await read("personal"));
    expect(before).toMatchObject({ current_page: 1, last_page: 1, total: 1 });
    expect(before.data[0]).toMatchObject({
      to: "+393331002001",
      content: '{"text":"Buongiorno"}',
      status: "in_progress",
    });
    await harness.passUntil(() => harness.sim.world.sends[0]!.message.status >= 2);
    expect((await jsonOf(await read("personal"))).data[0].status).toBe("sent");
  });
});
