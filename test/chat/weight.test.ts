import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { endedCall, inbound } from "../support/kit.ts";
import { type Stage, stage } from "./stage.ts";

/** What a phone on a slow line has to load. */
let s: Stage;
beforeAll(async () => {
  s = await stage();
  for (let n = 1; n <= 40; n++) await s.k.ct(endedCall(n));
  for (let n = 0; n < 40; n++)
    await s.k.wa(inbound(1, `riga ${n}: ${crypto.randomUUID()} ${crypto.randomUUID()}`));
}, 90_000);
afterAll(() => s.close());

test.each(["/monitor?view=all", "/monitor/c/"])(
  "a first view of %s, full, is at most 50 KB compressed, scripts and styles included",
  async (path) => {
    const html = await s.page(path.endsWith("/") ? `${path}${await s.contactOf(1)}?view=all` : path);
    const files = new Set(
      [...html.matchAll(/(?:src|href)="(\/monitor\/[^"?#]+\.(?:js|css|svg))["#]/g)].map(([, file]) => file!),
    );
    expect(files).toContain("/monitor/chat.js");
    const weigh = (file: string) =>
      gzipSync(readFileSync(new URL(`../../public${file}`, import.meta.url))).length;
    const total = [...files].reduce((sum, file) => sum + weigh(file), gzipSync(html).length);
    expect(total).toBeLessThanOrEqual(50_000);
  },
);
