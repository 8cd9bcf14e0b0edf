import { HttpResponse } from "msw";
import { afterEach, beforeEach, expect, test } from "vitest";
import { dispatch } from "../../lib/outbox/dispatch.ts";
import { vendorWords } from "../../lib/pages/home/vendor-words.ts";
import { answerSummary } from "../../lib/vendors/wasender/answer-summary.ts";
import { sortSend } from "../../lib/vendors/wasender/sort-send.ts";
import { endedCall } from "../support/calls.ts";
import { createProduct, type Product } from "../support/product.ts";
import { tellStory } from "./story.ts";
import { Visitor } from "./visitor.ts";

/** What is stored beside a code is English: the page tells the code, and quotes the vendor. */
let product: Product;
let visitor: Visitor;
beforeEach(async () => {
  product = await createProduct({}, () => ({ background: () => {} }));
  visitor = new Visitor(product.doors.monitor);
  await visitor.signIn(await product.db.createStaff({ role: "manager" }));
});
afterEach(() => product.close());

const page = async (path: string, language = "it") =>
  (await visitor.get(path, { "accept-language": language })).text();
const part = (html: string, id: string) =>
  new RegExp(`<li[^>]* id="${id}[\\s\\S]*?</li>`).exec(html)?.[0] ?? "";
const send = async () => {
  const [{ id }] = await product.db.sql<[{ id: string }]>`select id from channels`;
  await dispatch(product.services, id, { mayWait: false });
};
const refuseWith = (status: number, message: string) =>
  product.wasender.answerNext(() => HttpResponse.json({ success: false, message }, { status }));

test("a pause: our words in the reader's language, then the vendor's, quoted", async () => {
  refuseWith(401, "Invalid API key <b>");
  await product.postCloudtalk(endedCall(1));
  await send();
  const [it, en] = [
    part(await page("/monitor/diagnostics"), "paused-"),
    part(await page("/monitor/diagnostics", "en"), "paused-"),
  ];
  expect(it).toContain("<strong>La chiave API di Wasender non è valida.</strong>");
  expect(it).toContain('Wasender dice: <q lang="">Invalid API key &lt;b&gt;</q>');
  expect(en).toContain('Wasender says: <q lang="">Invalid API key');
  for (const card of [it, en]) expect(card).not.toMatch(/refuses the API key|HTTP 401/);
});

test("a session that is down: what it waits for, and nothing that Wasender did not say", async () => {
  await product.postWasender({ event: "session.status", data: { status: "need_scan" } });
  const card = part(await page("/monitor/diagnostics"), "paused-");
  expect(card).toContain("Connessione: aspetta la scansione del codice QR.");
  expect(card).not.toMatch(/WhatsApp says|need_scan|<q/);
});

test("the next check is a time until it comes, and then any moment", async () => {
  await product.postWasender({ event: "session.status", data: { status: "logged_out" } });
  await product.db.shiftClock(29_000);
  expect(part(await page("/monitor/diagnostics"), "paused-")).toMatch(
    /Prossimo controllo automatico: <time[^>]*>10:00</,
  );
  await product.db.shiftClock(1_000);
  expect(part(await page("/monitor/diagnostics"), "paused-")).toContain(
    "Prossimo controllo automatico: a momenti.",
  );
  await product.db.shiftClock(3_600_000);
  expect(part(await page("/monitor/diagnostics", "en"), "paused-")).toContain(
    "Next automatic check: any moment now.",
  );
});

test("an event that failed: its next try, and the database's words", async () => {
  await product.db.sql.unsafe(`
    create function app.broken() returns trigger language plpgsql as $$ begin raise exception 'broken on purpose'; end $$;
    create trigger broken before insert on cloudtalk_calls for each row execute function app.broken()`);
  await product.postCloudtalk(endedCall(1));
  const before = part(await page("/monitor/events"), "event-");
  expect(before).toMatch(/prossimo tentativo: <time/);
  expect(before).toContain('Il database dice: <q lang="en">broken on purpose</q>');
  await product.db.shiftClock(31_000);
  expect(part(await page("/monitor/events"), "event-")).toContain("prossimo tentativo: a momenti");
});

test.for([
  ["cloudtalk", { call_id: "{{call_id}}", external_number: "{{number}}" }, "segnaposto {{…}}"],
  ["cloudtalk", {}, "almeno call_id e external_number"],
  ["cloudtalk", [], "Non è un oggetto JSON"],
  ["cloudtalk", "{", "non è un JSON valido"],
  ["cloudtalk", `${"[".repeat(200)}${"]".repeat(200)}`, "troppi livelli"],
  ["wasender", [], "manca «event»"],
] as const)(
  "a delivery that cannot be read says in Italian what to mend: %s %j",
  async ([from, body, words]) => {
    const refused = await (from === "cloudtalk" ? product.postCloudtalk(body) : product.postWasender(body));
    expect(refused.status).toBeGreaterThanOrEqual(400);
    const row = part(await page("/monitor/events"), "event-");
    expect(row).toContain(words);
    expect(row).not.toMatch(/The body|A Wasender webhook|lang="en"/);
  },
);

test("no sentence that is stored is on an Italian page, but between quotes", async () => {
  await tellStory(product);
  await product.postCloudtalk("{");
  await product.postWasender({ event: "messages.upsert" });
  refuseWith(400, "Your Whatsapp Session is not connected.");
  await product.db.shiftClock(60_000);
  await send();
  const stored = await product.db.sql<{ sentence: string }[]>`
    select distinct sentence from (
      select reason as sentence from whatsapp_messages union select should_send_reason from cloudtalk_calls
      union select pause_detail from channels union select detail from channel_incidents
      union select detail from webhook_requests union select last_error from reconcile_passes) all_of_them
    where sentence ~ ' '`;
  expect(stored.length).toBeGreaterThan(8);
  for (const path of ["/monitor/diagnostics", "/monitor/events?outcome=all", "/monitor/sent-log"]) {
    const html = (await page(path)).replace(/<q [^>]*>[^<]*<\/q>/g, "");
    expect(stored.filter(({ sentence }) => html.includes(sentence))).toEqual([]);
  }
});

test.for([
  [400, { success: false, message: "Session is not connected." }, "Session is not connected."],
  [422, { success: false, message: "Validation failed (to: bad)." }, "Validation failed (to: bad)."],
  [401, {}, null],
  [500, { message: "Server Error" }, "Server Error"],
] as const)("Wasender's words are found in our sentence: HTTP %i %j", ([status, body, words]) => {
  const text = Object.keys(body).length > 0 ? JSON.stringify(body) : "";
  const exchange = { kind: "answer", status, headers: new Headers(), text, body } as const;
  const outcome = sortSend(exchange, "key", 0);
  expect(vendorWords("message" in outcome ? outcome.message : null)).toBe(words);
  expect(vendorWords(answerSummary(exchange, "key"))).toBe(words);
});

test("what nobody said is not quoted", () => {
  const exchange = {
    kind: "no_answer",
    failure: "bad_key",
    text: "the key has odd letters",
    status: null,
  } as const;
  const outcome = sortSend(exchange, "key", 0);
  expect(vendorWords("message" in outcome ? outcome.message : null)).toBeNull();
  expect(vendorWords(answerSummary(exchange, "key"))).toBeNull();
  expect(vendorWords("Paused by staff.")).toBeNull();
  expect(vendorWords(null)).toBeNull();
});
