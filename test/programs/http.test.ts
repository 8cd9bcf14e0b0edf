import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Listening, listen } from "../support/listen.ts";
import { type Programs, programs } from "./stage.ts";

/** Over a real connection, as a program without our libraries asks. */
let p: Programs;
let server: Listening;
let key: string;
beforeAll(async () => {
  p = await programs();
  key = (await p.key("manager")).key;
  // It would answer for every other address.
  p.k.product.wasender.close();
  server = await listen(p.k.product.doors.rest);
}, 120_000);
afterAll(async () => {
  await server.close();
  await p.k.product.close();
});

const { rewrites } = JSON.parse(readFileSync(new URL("../../vercel.json", import.meta.url), "utf8"));
const text = { to: "333 000 0001", message: "Buongiorno" };
const paths = [
  ["POST", "/api/whatsapp/send/text", text],
  ["POST", "/api/whatsapp/send/template", { to: "333 000 0001", template_name: "follow_up" }],
  ["POST", "/api/whatsapp/send", text],
  ["GET", "/api/whatsapp/messages"],
  ["GET", "/api/whatsapp/templates"],
  ["GET", "/api/whatsapp/settings"],
  ["POST", "/api/whatsapp/settings", { cooldown: { hours: 3 } }],
] as const;

test.for(paths)("%s %s is public, answers, and is closed to other sites and other media", async (each) => {
  const [method, path, body] = each;
  expect(rewrites).toContainEqual({ source: path, destination: "/api/rest" });
  const ask = (headers: Record<string, string>) =>
    fetch(server.url + path, {
      method,
      headers: { ...(body && { "content-type": "application/json" }), ...headers },
      body: body && JSON.stringify(body),
    });
  const authorization = `Bearer ${key}`;
  const done = await ask({ authorization, origin: "https://evil.example" });
  expect([done.status, done.headers.get("access-control-allow-origin")]).toEqual([200, null]);
  expect(await done.json()).toMatchObject({ success: true });
  expect(done.headers.get("cache-control")).toBe("no-store");
  const nobody = await ask({});
  expect([nobody.status, await nobody.json()]).toMatchObject([401, { success: false, error: {} }]);
  const preflight = await fetch(server.url + path, {
    method: "OPTIONS",
    headers: { origin: "https://evil.example", "access-control-request-method": method },
  });
  expect(preflight.headers.get("access-control-allow-origin")).toBeNull();
  if (body) expect((await ask({ authorization, "content-type": "text/plain" })).status).toBe(415);
});
