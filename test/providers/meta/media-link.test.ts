import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { mediaLink } from "../../../lib/vendors/meta/media-link.ts";
import { graphError } from "./bodies.ts";

/** `GET /{media-id}` and the address of a webhook (docs, media). */
const digest = createHash("sha256").update("bolletta").digest();
const [hex, base64] = [digest.toString("hex"), digest.toString("base64")];
const accessToken = "EAAJB0";
const direct = "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1";
const asked = "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=2";
const now = Date.parse("2026-11-21T09:02:00Z");

function link(source: Record<string, unknown>, answer: object = { url: asked, sha256: hex }, status = 200) {
  const paths: string[] = [];
  const fetch = async (url: string | URL | Request) => {
    paths.push(String(url));
    return Response.json(answer, { status });
  };
  const access = { graphUrl: "http://127.0.0.1:4000/graph", version: "v26.0", accessToken, timeoutMs: 1000 };
  const result = mediaLink({ ...access, fetch: fetch as typeof globalThis.fetch }, "1065403", source, now);
  return result.then((found) => ({ found, paths }));
}
const headers = { authorization: `Bearer ${accessToken}` };

test("the webhook's address is used while it lives, and asked anew where it leads to nothing", async () => {
  const source = { id: "4711", url: direct, sha256: base64, urlUntil: "2026-11-21T09:03:00Z" };
  const { found, paths } = await link(source);
  expect(found).toMatchObject({ kind: "link", url: direct, headers, sha256: [hex] });
  expect(paths).toEqual([]);
  expect(await (found as { again(): Promise<object> }).again()).toMatchObject({ url: asked });
  expect(paths).toEqual(["http://127.0.0.1:4000/graph/v26.0/4711?phone_number_id=1065403"]);
});

test("after that, the id tells a new one", async () => {
  const { found } = await link({ id: "4711", url: direct, urlUntil: "2026-11-21T09:01:00Z" });
  expect(found).toEqual({ kind: "link", url: asked, headers, sha256: [hex] });
});

test.each([
  ["https://evil.test/lookaside.fbsbx.com"],
  ["https://lookaside.fbsbx.com.evil.test/"],
  ["http://lookaside.fbsbx.com/"],
  ["https://127.0.0.1:4000/file"],
  ["no address"],
])("the token goes to nobody else: %s", async (url) => {
  const told = await link({ id: "4711", url, urlUntil: "2026-11-21T09:03:00Z" });
  expect(told.found).toMatchObject({ url: asked });
  const { found } = await link({ id: "4711" }, { url });
  expect(found).toMatchObject({ kind: "failed", failure: { code: "unreadable" } });
  expect((await link({ url })).found).toMatchObject({ kind: "gone" });
});

test("the configured Graph's own host is as good", async () => {
  const { found } = await link({ id: "4711" }, { url: "http://127.0.0.1:4000/graph/files/1" });
  expect(found).toMatchObject({ kind: "link" });
});

test.each([
  [401, graphError(190, "Session has expired"), { kind: "failed", failure: { code: "unauthorized" } }],
  [400, graphError(80007, "Rate limit"), { kind: "failed", failure: { code: "rate_limited" } }],
  [400, graphError(100, "Unsupported get request", { error_subcode: 33 }), { kind: "gone" }],
  [503, {}, { kind: "failed", failure: { code: "unreachable" } }],
])("HTTP %i", async (status, body, expected) => {
  expect((await link({ id: "4711" }, body, status)).found).toMatchObject(expected);
});
