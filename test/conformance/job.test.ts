import { createServer } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import type { BillNews } from "../../lib/vendors/vendor.ts";
import { configuredPart } from "../../lib/vendors/vendors.ts";
import { listen } from "../support/listen.ts";
import type { HttpAnswer } from "./subject.ts";
import { all, subjectsWith } from "./subjects.ts";

/** What the clock does at a vendor: asks for what we missed, writes back what it wants to know. */
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});
const sentence = expect.stringMatching(/^\S.{5,400}\.$/s);

async function answering({ status, body, headers = {} }: HttpAnswer): Promise<string> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const server = await listen({
    fetch: () => new Response(text, { status, headers: { "content-type": "application/json", ...headers } }),
  });
  closers.push(server.close);
  return server.url;
}

async function closedPort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

/** The vendor's variables as they are, its addresses leading elsewhere. */
const leadingTo =
  (env: Record<string, string>, variables: readonly { name: string; fallback?: string }[]) =>
  (url: string) => ({
    ...env,
    ...Object.fromEntries(
      variables.filter(({ fallback }) => /^https?:/.test(fallback ?? "")).map(({ name }) => [name, url]),
    ),
  });
const odd = ["", "null", "[]", "{", "<html>", '{"responseData":{"data":"x"}}', '{"responseData":[]}'];

test.each(["calls", "writeBack"] as const)("%s is the first vendor's whose keys are all there", (part) => {
  for (const { name, [part]: own } of all) {
    if (!own) continue;
    const whole = Object.fromEntries(own.needs.map((variable) => [variable, "x"]));
    expect(configuredPart(all, { [name]: whole }, part)?.vendor.name).toBe(name);
    for (const variable of own.needs) {
      expect(configuredPart(all, { [name]: { ...whole, [variable]: undefined } }, part)).toBeNull();
    }
  }
});

describe.each(subjectsWith("calls"))("the calls of %s", (_name, { vendor, env, calls }) => {
  const at = leadingTo(env, vendor.variables);
  const window = { from: new Date(0), until: new Date("2030-01-01Z"), defaultCountry: "IT" };
  const list = async (url: string) => (await vendor.calls!.load())(at(url))(window, 1);

  test("come with their ids and ends, as a webhook would tell of them", async () => {
    const page = await list(await answering(calls.page));
    if (page.kind !== "page") throw new Error(page.failure.message);
    expect(page.calls.map(({ call }) => call.callId)).toEqual(calls.callIds);
    for (const { call, toldBy, row } of page.calls) {
      expect(Number.isNaN(Date.parse(call.endedAtUtc))).toBe(false);
      expect(toldBy.getTime()).toBeGreaterThanOrEqual(Date.parse(call.endedAtUtc));
      expect(row).toBeTypeOf("object");
    }
  });

  test.each([
    [401, "unauthorized"],
    [403, "unauthorized"],
    [429, "rate_limited"],
    [500, "unreachable"],
    [503, "unreachable"],
    [418, "unreadable"],
  ])("HTTP %i is told as %s, without the key", async (status, code) => {
    const page = await list(await answering({ status, body: {} }));
    expect(page).toMatchObject({ kind: "failed", failure: { code, message: sentence, httpStatus: status } });
    expect(JSON.stringify(page)).not.toContain("secret-of-the-tests");
  });

  test("nobody there, and answers that are none: failures, nothing thrown", async () => {
    expect(await list(await closedPort())).toMatchObject({
      failure: { code: "unreachable", httpStatus: null },
    });
    for (const body of odd) {
      expect(await list(await answering({ status: 200, body }))).toMatchObject({
        failure: { code: "unreadable" },
      });
    }
  });
});

describe.each(subjectsWith("writeBack"))(
  "what is written back to %s",
  (_name, { vendor, env, writeBack }) => {
    const at = leadingTo(env, vendor.variables);
    const news: BillNews = {
      kind: "tag",
      isIn: true,
      externalId: 1,
      contactId: "4711",
      phone: null,
      at: "2026-11-30T10:00:00Z",
      publicUrl: null,
    };
    const write = async (url: string, over: Partial<BillNews> = {}) =>
      (await vendor.writeBack!.load())(at(url))({ ...news, ...over });

    test.each([
      ["tag", true],
      ["activity", true],
      ["tag", false],
      ["activity", false],
    ] as const)("a %s (in: %s) is done, and says on whom", async (kind, isIn) => {
      expect(await write(await answering(writeBack.done), { kind, isIn })).toEqual({
        kind: "done",
        contactId: "4711",
      });
    });

    test("whom it does not know is not tried again", async () => {
      expect(await write(await answering(writeBack.noContact))).toMatchObject({
        kind: "failed",
        code: "no_contact",
        message: sentence,
      });
    });

    test.each([
      [401, "unauthorized"],
      [429, "rate_limited"],
      [502, "unreachable"],
    ])("HTTP %i is tried again: %s", async (status, code) => {
      const result = await write(await answering({ status, body: {} }));
      expect(result).toMatchObject({ kind: "retry", code, message: sentence });
      expect(JSON.stringify(result)).not.toContain("secret-of-the-tests");
    });

    test("nobody there, and answers that are none: tried again, nothing thrown", async () => {
      expect(await write(await closedPort())).toMatchObject({ kind: "retry", code: "unreachable" });
      for (const body of odd) {
        expect((await write(await answering({ status: 200, body }))).kind).toMatch(/^(retry|done)$/);
      }
    });
  },
);
