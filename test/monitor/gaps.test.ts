import { HttpResponse } from "msw";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { cloudtalkList, keys } from "../reconcile/cloudtalk-list.ts";
import { phone } from "../support/calls.ts";
import { hidden, lid } from "../support/kit.ts";
import { createProduct, type Product } from "../support/product.ts";
import { Visitor } from "./visitor.ts";

let product: Product;
let visitor: Visitor;
beforeEach(async () => {
  product = await createProduct(keys, () => ({ background: () => {} }));
  await product.db.freezeClock("2026-11-16T10:50:00Z");
  visitor = new Visitor(product.doors.monitor);
  await visitor.signIn(await product.db.createStaff());
});
afterEach(() => product.close());

const at = async (iso: string) => {
  await product.db.freezeClock(iso);
  return product.tick();
};
const text = async (id: string, language = "it") => {
  const html = await (await visitor.get(`/monitor/diagnostics/live?lang=${language}`)).text();
  const part = new RegExp(`<(li|div) id="${id}">[\\s\\S]*?</\\1>`).exec(html)?.[0] ?? "";
  return part
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ")
    .replaceAll("&#39;", "'")
    .trim();
};
const page = async () => (await visitor.get("/monitor/diagnostics/live?lang=it")).text();

describe("lost and found", () => {
  test("shows a call that was found: what, who, when it was, when it was found, with a link", async () => {
    const list = cloudtalkList(product);
    await product.tick();
    await at("2026-11-16T11:10:00Z");
    expect(list.asked).toHaveLength(1);
    const html = await page();
    expect(html).toMatch(/ritrovata alle <time[^>]*>12:10</);
    expect(html).toContain("Negli ultimi 30 giorni: 2 ritrovati e sistemati.");
    expect(html).toMatch(/<a href="#call-1">Cliente Prova Uno<\/a>/);
    expect(await text("gap-1")).toBe(
      "Chiamata non segnalata Cliente Prova Uno avvenuto 11:58 · ritrovato 12:10",
    );
    expect(await text("gap-1", "en")).toBe(
      "A call we were not told about Cliente Prova Uno happened 11:58 · found 12:10",
    );
    expect(await text("pass-calls")).toBe("Chiamate non segnalate da CloudTalk attivo");
  });

  test("shows a hidden writer who was matched, with a link to what they wrote", async () => {
    await product.postWasender(hidden(1, "Chi siete?"));
    product.wasender.knowsPhone(lid, `${phone(1).slice(1)}@s.whatsapp.net`);
    await product.tick();
    expect(await page()).toContain('<a href="#message-1">+39 333 100 0001</a>');
    expect(await text("gap-2")).toContain("Numero nascosto, ora abbinato");
  });

  test("does not change while nothing is found, however often the passes run", async () => {
    cloudtalkList(product).pages = [[]];
    await product.tick();
    await at("2026-11-16T11:10:00Z");
    const before = await visitor.get("/monitor/diagnostics/live?lang=it");
    for (const minute of [11, 12, 13, 14, 15, 16, 21]) await at(`2026-11-16T11:${minute}:00Z`);
    const head = { "hx-request": "true", "hx-ptag": before.headers.get("hx-ptag")! };
    const after = await visitor.get("/monitor/diagnostics/live?lang=it", head);
    expect(await after.text()).toBe(await before.text());
  });

  test("says what is wrong, what to do, and since when it went well", async () => {
    const list = cloudtalkList(product);
    await product.tick();
    await at("2026-11-16T11:10:00Z");
    list.answer = () => HttpResponse.json({}, { status: 401 });
    await at("2026-11-16T11:20:00Z");
    expect(await text("pass-calls")).toBe(
      "Chiamate non segnalate da CloudTalk non riesce CloudTalk rifiuta la chiave. Controlla CLOUDTALK_API_ID e " +
        "CLOUDTALK_API_KEY. L'ultima volta è andato bene: 12:10 .",
    );
  });

  test("says which keys are missing, and when nothing runs at all", async () => {
    const plain = await createProduct({}, () => ({ background: () => {} }));
    await plain.tick();
    visitor = new Visitor(plain.doors.monitor);
    await visitor.signIn(await plain.db.createStaff());
    expect(await text("pass-calls")).toContain("spento Per ritrovare le chiamate servono CLOUDTALK_API_ID");
    expect(await text("pass-messages")).toContain("in parte");
    expect(await text("pass-identities")).toBe("Numeri nascosti attivo");
    await plain.db.shiftClock(12 * 60_000);
    expect(await text("pass-identities", "en")).toMatch(/^Hidden numbers stopped .* Last check: 10:00 \.$/);
    await plain.close();
  });
});
