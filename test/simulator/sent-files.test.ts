import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { type Listening, listen } from "../support/listen.ts";
import { type Harness, jsonOf, startHarness } from "./harness.ts";

/** What the product sends as an address is fetched by the pretend Wasender, and shown by the customer's phone. */
let h: Harness;
let storage: Listening;
const photo = await readFile(new URL("../../simulator/files/bolletta-1.jpg", import.meta.url));
beforeEach(async () => {
  h = await startHarness({});
  storage = await listen({
    fetch: (request) =>
      new URL(request.url).pathname === "/photo"
        ? new Response(new Uint8Array(photo), { headers: { "content-type": "image/jpeg" } })
        : new Response("Not found", { status: 404 }),
  });
});
afterEach(async () => {
  await storage.close();
  await h.close();
});

const send = (fields: object) => {
  const { phone } = h.sim.world.customers[0]!;
  return h.api("/send-message", { method: "POST", body: JSON.stringify({ to: phone, ...fields }) });
};

test("a photo with its words is on the phone, in a browser too", async () => {
  const answer = await jsonOf(
    await send({ imageUrl: `${storage.url}/photo?token=1`, text: "La nostra offerta" }),
  );
  expect(answer).toMatchObject({ success: true, data: { status: "in_progress" } });
  const customer = h.sim.world.customers[0]!;
  await h.passUntil(() => customer.chat.length === 1);
  expect(customer.chat[0]).toMatchObject({ from: "business", kind: "photo", text: "La nostra offerta" });
  await h.control("message", { customer: customer.id, kind: "voice" });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    const said: string[] = [];
    page.on("console", (line) => line.type() === "error" && said.push(line.text()));
    await page.goto(`${h.sim.url}/?customer=${customer.id}`);
    await expect
      .poll(() => page.evaluate("document.querySelector('.bubble img')?.naturalWidth === 480"))
      .toBe(true);
    await expect
      .poll(() => page.evaluate("document.querySelector('.bubble audio')?.duration > 5"))
      .toBe(true);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/simulator.png` });
    expect(said).toEqual([]);
  } finally {
    await browser.close();
  }
});

test("a document has its name; an address that leads nowhere does not go out", async () => {
  await send({ documentUrl: `${storage.url}/photo`, fileName: "offerta.pdf" });
  const customer = h.sim.world.customers[0]!;
  await h.passUntil(() => customer.chat.length === 1);
  expect(customer.chat[0]).toMatchObject({ kind: "pdf", fileName: "offerta.pdf" });
  await send({ videoUrl: `${storage.url}/gone` });
  await h.passUntil(() => h.sim.world.sends.at(-1)!.message.status === 0);
  expect(customer.chat).toHaveLength(1);
});
