import { HttpResponse } from "msw";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { listSentMessages } from "../../lib/vendors/wasender/list-sent-messages.ts";
import { endedCall, phone } from "../support/calls.ts";
import { createProduct, fixture, type Product } from "../support/product.ts";
import { Visitor } from "./visitor.ts";

/** Wasender's own log beside ours: shown when it answers, replaced by ours and said so when it does not. */
const base = "https://wasender.test/api";
const token = "personal-token-of-the-tests";
const asked: { url: URL; key: string | null }[] = [];
let answer: () => Response | Promise<Response> = () => HttpResponse.json(fixture("wasender-message-logs"));
/** Stands in for the network: two products in one process would answer each other's calls through msw. */
const network: typeof fetch = async (input, init) => {
  const url = new URL(String(input));
  asked.push({ url, key: new Headers(init?.headers).get("authorization") });
  return url.pathname.endsWith("/message-logs") ? answer() : HttpResponse.error();
};

let product: Product;
let plain: Product;
beforeAll(async () => {
  const env = { WASENDER_PERSONAL_TOKEN: token, WASENDER_SESSION_ID: "12345" };
  [product, plain] = await Promise.all([
    createProduct(env, () => ({ background: () => {} })),
    createProduct({}, () => ({ background: () => {} })),
  ]);
  await product.postCloudtalk(endedCall(1));
  vi.stubGlobal("fetch", network);
});
afterEach(() => {
  answer = () => HttpResponse.json(fixture("wasender-message-logs"));
  asked.length = 0;
});
afterAll(async () => {
  vi.unstubAllGlobals();
  await Promise.all([product.close(), plain.close()]);
});

const read = async (query: string, from = product, workspace: string | null = "default") => {
  const { accessToken } = await from.db.createStaff({ workspace });
  const response = await from.doors.rest.request(`http://aftercall.test/api/whatsapp-incoming${query}`, {
    headers: { authorization: `Bearer ${accessToken}` },
  });
  // biome-ignore lint/suspicious/noExplicitAny: one of two shapes, told apart by the test
  return { status: response.status, body: (await response.json()) as any };
};

describe("source=provider", () => {
  test("is Wasender's list, with the personal token, and says what it lacks", async () => {
    const { body } = await read("?source=provider");
    expect(body).toMatchObject({
      source: "provider",
      next: null,
      note: expect.stringContaining("no list of inbound messages"),
      messages: [
        { id: "58000001", to: "+393330001001", text: expect.stringContaining("bolletta"), status: "sent" },
        {
          id: "58000002",
          to: null,
          text: null,
          status: "failed",
          failedReason: "The provided JID does not exist on WhatsApp.",
        },
      ],
    });
    expect(asked.map(({ url, key }) => [url.pathname, url.search, key])).toEqual([
      ["/api/whatsapp-sessions/12345/message-logs", "?page=1&per_page=20", `Bearer ${token}`],
    ]);
  });

  test("goes from page to page", async () => {
    answer = () => HttpResponse.json({ ...fixture("wasender-message-logs"), last_page: 3 });
    expect((await read("?source=provider&page=2")).body.next).toBe(3);
    expect((await read("?source=provider&page=3")).body.next).toBeNull();
    expect(asked.at(-1)!.url.searchParams.get("page")).toBe("3");
  });

  test.for([
    ["a refused token", "refused", () => HttpResponse.json({ message: `Bad ${token}` }, { status: 401 })],
    ["a session it does not know", "refused", () => HttpResponse.json({ message: "no" }, { status: 404 })],
    ["an error", "unreachable", () => HttpResponse.json({ message: "oops" }, { status: 500 })],
    ["a lost connection", "unreachable", () => Promise.reject(new TypeError("fetch failed"))],
    ["a page of HTML", "unreadable", () => HttpResponse.text("<html>")],
  ] as const)("after %s is our own, and says so: %s", async ([, reason, failing]) => {
    answer = failing;
    const { status, body } = await read("?source=provider");
    expect([status, body.source, body.fallback.reason]).toEqual([200, "database", reason]);
    expect(body.fallback.message).not.toContain(token);
    expect(body.messages.map((message: { phone: string }) => message.phone)).toEqual([phone(1)]);
  });

  test("when it does not answer in time, is our own", async () => {
    const forever = () => new Promise<Response>(() => {});
    const slow = listSentMessages(
      { apiUrl: base, personalToken: token, sessionId: "1", fetch: forever, timeoutMs: 20 },
      1,
    );
    expect(await slow).toMatchObject({ kind: "failed", reason: "timeout" });
  });

  test("without the two variables is our own, and no call is made", async () => {
    const { body } = await read("?source=provider", plain);
    expect([body.source, body.fallback.reason, body.messages]).toEqual(["database", "not_configured", []]);
  });

  test.for(["direction=in", `phone=${encodeURIComponent(phone(1))}`])(
    "with %s is our own: Wasender cannot tell",
    async (filter) => {
      const { body } = await read(`?source=provider&${filter}`);
      expect([body.source, body.fallback.reason]).toEqual(["database", "not_supported"]);
      expect(asked).toEqual([]);
    },
  );

  test("is not shown to another company's staff: the token is not theirs", async () => {
    await product.db.sql`insert into workspaces (key, name) values ('neighbour', 'Neighbour')`;
    const { body } = await read("?source=provider", product, "neighbour");
    expect([body.source, body.fallback.reason, body.messages]).toEqual(["database", "not_configured", []]);
    expect((await read("?source=provider", product, null)).status).toBe(403);
    expect(asked).toEqual([]);
  });

  test.for([
    ["source", "moon"],
    ["page", "0"],
  ])("%s=%s is refused by name", async ([name, value]) => {
    const { status, body } = await read(
      name === "source" ? `?source=${value}` : `?source=provider&${name}=${value}`,
    );
    expect([status, body.error?.message]).toEqual([400, expect.stringContaining(`"${name}"`)]);
  });
});

test("the default is the database, and the answer says so", async () => {
  expect((await read("")).body.source).toBe("database");
  expect((await read("?source=database")).body).not.toHaveProperty("fallback");
});

describe("the page", () => {
  const visit = async (from = product) => {
    const visitor = new Visitor(from.doors.monitor);
    await visitor.signIn(await from.db.createStaff());
    return (await visitor.get("/monitor/sent-log")).text();
  };

  test("shows both, marks what we have too, and says that there is no list of answers", async () => {
    await product.db.sql`update whatsapp_messages set provider_message_id = '58000001'`;
    const html = await visit();
    expect(html).toContain("According to Wasender");
    expect(html).toContain("Wasender has no list of inbound messages");
    expect(html.match(/ours too/g)).toHaveLength(1);
    expect(html).toContain("+39 333 000 1001");
  });

  test("escapes what Wasender answers", async () => {
    const row = {
      id: "<b>",
      to: "<i>",
      content: "<script>1</script>",
      status: "<u>",
      failed_reason: "<img>",
    };
    answer = () => HttpResponse.json({ data: [row], last_page: 1 });
    expect(await visit()).not.toMatch(/<b>\d*<|<i>|<script>1|<u>|<img/);
  });

  test("without the variables shows ours and what is missing", async () => {
    const html = await visit(plain);
    expect(html).toContain("WASENDER_PERSONAL_TOKEN and WASENDER_SESSION_ID");
    expect(html).not.toContain("According to Wasender");
  });
});
