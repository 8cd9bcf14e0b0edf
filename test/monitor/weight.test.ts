import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { endedCall } from "../support/calls.ts";
import { createProduct, type Product } from "../support/product.ts";
import { tellStory } from "./story.ts";
import { Visitor } from "./visitor.ts";

/** What a phone on a slow line has to load. */
let product: Product;
let visitor: Visitor;
beforeAll(async () => {
  product = await createProduct({}, () => ({ background: () => {} }));
  await tellStory(product);
  for (let n = 100; n < 140; n++) await product.postCloudtalk(endedCall(n));
  visitor = new Visitor(product.doors.monitor);
  await visitor.signIn(await product.db.createStaff());
});
afterAll(() => product.close());

test("the first view, full of rows, is at most 50 KB compressed, scripts and styles included", async () => {
  const html = await (await visitor.get("/monitor/diagnostics")).text();
  const files = [
    ...new Set(
      [...html.matchAll(/(?:src|href)="(\/monitor\/[^"?#]+\.(?:js|css|svg))["#]/g)].map(([, path]) => path!),
    ),
  ];
  expect(files).toContain("/monitor/vendor/htmx.min.js");
  expect(files).toContain("/monitor/icons.svg");
  const sizes = [
    gzipSync(html).length,
    ...files.map((path) => gzipSync(readFileSync(new URL(`../../public${path}`, import.meta.url))).length),
  ];
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (process.env.SHOW_LOG)
    console.log(Object.fromEntries(["html", ...files].map((name, i) => [name, sizes[i]])), total);
  expect(total).toBeLessThanOrEqual(50_000);
});

test("a refresh that brings nothing is at most 300 bytes, head and all", async () => {
  const first = await visitor.get("/monitor/diagnostics/live?lang=en&calls=waiting&q=cascina");
  const ptag = first.headers.get("hx-ptag")!;
  await product.db.shiftClock(5_000);
  const same = await visitor.get("/monitor/diagnostics/live?lang=en&calls=waiting&q=cascina", {
    "hx-request": "true",
    "hx-ptag": ptag,
  });
  const head = [...same.headers].map(([name, value]) => `${name}: ${value}\r\n`).join("");
  expect([same.status, await same.text()]).toEqual([304, ""]);
  expect(`HTTP/1.1 304 Not Modified\r\n${head}\r\n`.length).toBeLessThanOrEqual(300);
});
