import { afterEach, describe, expect, test } from "vitest";
import { createLog } from "../../lib/base/log.ts";
import { maskText } from "../../lib/base/mask-personal.ts";
import { endedCall, hidden, inbound, pdf, phone } from "../support/kit.ts";
import { createProduct, type Product, secrets } from "../support/product.ts";

let product: Product | undefined;
afterEach(async () => {
  await product?.close();
  product = undefined;
});

function captured() {
  const lines: string[] = [];
  return { lines, log: createLog({ write: (line: string) => void lines.push(line) }) };
}

describe("a line of the log", () => {
  test("has no number, address, name, text or key, wherever a call site or an error put it", () => {
    const { lines, log } = captured();
    const cause = new Error(`record_delivery: 22P02 invalid input "${phone(1)}" of 180000000000777@lid`);
    log.error(
      { err: new Error("failed for marisa@example.com", { cause }), phone: phone(1), pushName: "Marisa" },
      `sent to 0039 333 100 0001`,
    );
    log.warn(
      { deep: { list: [{ text: "prova segreta", mediaKey: "a2V5" }], url: "https://mmg.whatsapp.net/x" } },
      'said {"mediaKey": "a2V5"}',
    );
    log.info("3331000001 and 393331000001@s.whatsapp.net");
    expect(lines).toHaveLength(3);
    expect(lines.join("")).not.toMatch(/333 ?100|Marisa|marisa|prova|a2V5|180000000000777|whatsapp\.net|mmg/);
    expect(JSON.parse(lines[0]!)).toMatchObject({
      level: 50,
      err: { type: "Error", message: "failed for [masked]", cause: { type: "Error" } },
    });
  });

  test("keeps what finds the fault: ids, codes, paths and counts", () => {
    const { lines, log } = captured();
    const requestId = "01a1fda0-82e3-7303-9169-123456781234";
    log.warn(
      { requestId, path: "/monitor/contacts/12", code: "bad_setting", delivery: 123456789, ms: 1500 },
      "a page of 40 calls",
    );
    expect(JSON.parse(lines[0]!)).toMatchObject({
      requestId,
      path: "/monitor/contacts/12",
      code: "bad_setting",
      delivery: 123456789,
      ms: 1500,
      msg: "a page of 40 calls",
    });
  });

  test.each([
    "2026-11-21T09:00:00.000Z",
    "record_call: 23505 duplicate key",
    "http 503 after 1500 ms",
    "20261121091300",
  ])("%s stays or is masked whole, never cut in the middle", (text) =>
    expect(["[masked]", text]).toContain(maskText(text)),
  );
});

test("calls, replies, faults of the database and of the provider leave nobody's data in the log", async () => {
  const { lines, log } = captured();
  product = await createProduct({}, () => ({ log }));
  const { db, wasender } = product;
  const call = (n: number) =>
    endedCall(n, { contact_name: "Marisa Ferraris", recording_url: "https://rec.test/rec-marisa.mp3" });
  await product.postCloudtalk(call(1));
  await product.afterResponses();
  await product.postWasender(inbound(1, "prova segreta"));
  await product.postWasender(hidden(1, "prova segreta"));
  await product.postWasender(inbound(1, "", { message: pdf }));
  await product.postCloudtalk(`{"external_number": "${phone(1)}", "contact_name": "Marisa", broken`);
  wasender.answerNext(() =>
    Response.json({ success: false, message: `The number ${phone(2)} of Marisa is wrong` }, { status: 500 }),
  );
  await product.postCloudtalk(call(2));
  await product.afterResponses();
  await db.sql.unsafe(`create function app_test.fail() returns trigger language plpgsql as
    $$ begin raise exception 'no room for %', new.facts; end $$;
    create trigger fail before insert on cloudtalk_calls for each row execute function app_test.fail()`);
  expect((await product.postCloudtalk(call(3))).status).toBe(503);
  await product.doors.monitor.request(`http://aftercall.test/monitor?search=${phone(1)}`, {
    headers: { authorization: "Bearer not.a.token" },
  });
  await db.sql.unsafe("alter function public.watch(boolean) rename to watch_away");
  await product.tick();
  expect(lines.length).toBeGreaterThan(2);
  const all = lines.join("");
  expect(all).not.toMatch(/Marisa|Ferraris|prova segreta|333 ?100|180000000000777|rec-marisa|bolletta\.pdf/i);
  for (const secret of Object.values(secrets)) expect(all).not.toContain(secret);
});
