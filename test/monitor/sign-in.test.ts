import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { endedCall } from "../support/calls.ts";
import type { Staff } from "../support/create-staff.ts";
import { createProduct, type Product } from "../support/product.ts";
import { Visitor } from "./visitor.ts";

/** Who gets in, who sees what, and what becomes of a session. */
let product: Product;
let agent: Staff;
let outsider: Staff;
beforeAll(async () => {
  product = await createProduct({}, () => ({ background: () => {} }));
  agent = await product.db.createStaff();
  outsider = await product.db.createStaff({ workspace: null });
  await product.postCloudtalk(endedCall(1, { contact_name: "Mario Rossi" }));
});
afterAll(() => product.close());

const visitor = () => new Visitor(product.doors.monitor);
const signedIn = async (staff: Staff) => {
  const somebody = visitor();
  expect((await somebody.signIn(staff)).status).toBe(303);
  return somebody;
};

describe("without a session", () => {
  test.for(["/monitor", "/monitor?lang=en"])("%s leads to sign-in and shows nothing", async (path) => {
    const response = await visitor().get(path);
    expect([response.status, response.headers.get("location")]).toEqual([303, "/monitor/sign-in"]);
    expect(await response.text()).not.toContain("Mario");
  });

  test("a fragment sends the page to sign-in instead of swapping the form in", async () => {
    const response = await visitor().get("/monitor/diagnostics/live", { "hx-request": "true" });
    expect([response.status, response.headers.get("hx-redirect")]).toEqual([401, "/monitor/sign-in"]);
    expect(await response.text()).toBe("");
  });

  test("a forged cookie is refused by Postgres, without a loop", async () => {
    const forger = visitor();
    const session = {
      access_token: "a.b.c",
      refresh_token: "r",
      expires_at: 4_000_000_000,
      token_type: "bearer",
    };
    forger.cookies.set("aftercall-session", encode(session));
    expect((await forger.get("/monitor")).headers.get("location")).toBe("/monitor/sign-in");
    expect((await forger.get("/monitor/sign-in")).status).toBe(200);
  });
});

describe("signing in", () => {
  test("sets a cookie that scripts cannot read, and shows the workspace", async () => {
    const somebody = visitor();
    const response = await somebody.signIn(agent);
    expect([response.status, response.headers.get("location")]).toEqual([303, "/monitor"]);
    expect(response.headers.getSetCookie()[0]).toMatch(
      /^aftercall-session.*Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await (await somebody.get("/monitor?view=all")).text()).toContain("Mario Rossi");
  });

  test("over https, also behind a proxy, the cookie is Secure", async () => {
    const { email, password } = agent;
    const headers = { origin: "https://aftercall.test", "x-forwarded-proto": "https" };
    const response = await visitor().post("/monitor/sign-in", { email, password }, headers);
    expect(response.headers.getSetCookie()[0]).toContain("; Secure");
  });

  test("a wrong password keeps what was typed and tells no more than that", async () => {
    const response = await visitor().signIn({ email: '"><b>@x.it', password: "no" });
    expect(response.status).toBe(401);
    const page = await response.text();
    expect(page).toContain("E-mail o password non corretti");
    expect(page).toContain('value="&quot;&gt;&lt;b&gt;@x.it"');
  });

  test("who is signed in already goes to the monitor", async () => {
    const somebody = await signedIn(agent);
    expect((await somebody.get("/monitor/sign-in")).headers.get("location")).toBe("/monitor");
  });
});

test("an account without membership sees that it has no access, and no data", async () => {
  const somebody = await signedIn(outsider);
  const response = await somebody.get("/monitor");
  expect(response.status).toBe(403);
  const page = await response.text();
  expect(page).toContain("not a member of any workspace");
  expect(page).toContain('action="/monitor/sign-out"');
  expect(page).not.toContain("Mario");
  const fragment = await somebody.get("/monitor/diagnostics/live", { "hx-request": "true" });
  expect([fragment.headers.get("hx-redirect"), await fragment.text()]).toEqual(["/monitor/diagnostics", ""]);
});

test("signing out ends the session here", async () => {
  const somebody = await signedIn(agent);
  expect((await somebody.post("/monitor/sign-out")).headers.get("location")).toBe("/monitor/sign-in");
  expect(somebody.cookies.size).toBe(0);
  expect((await somebody.get("/monitor")).status).toBe(303);
});

describe("a session that ran out while the page polls", () => {
  const expired = async () => {
    const somebody = await signedIn(agent);
    const session = decode(somebody.cookies.get("aftercall-session")!);
    somebody.cookies.set("aftercall-session", encode({ ...session, expires_at: 1 }));
    return somebody;
  };

  test("is renewed, and its cookies come with a full answer", async () => {
    const somebody = await expired();
    const before = somebody.cookies.get("aftercall-session");
    const ptag = (await (await signedIn(agent)).get("/monitor/diagnostics/live")).headers.get("hx-ptag")!;
    const response = await somebody.get("/monitor/diagnostics/live", {
      "hx-request": "true",
      "hx-ptag": ptag,
    });
    expect(response.status).toBe(200);
    expect(somebody.cookies.get("aftercall-session")).not.toBe(before);
    expect((await somebody.get("/monitor/diagnostics/live", { "hx-ptag": ptag })).status).toBe(304);
  });

  test("and whose token another tab has used already signs nobody out", async () => {
    const tab = await expired();
    await product.db.sql`delete from auth.refresh_tokens`.catch(
      () => product.db.sql`delete from auth.sessions`,
    );
    const response = await tab.get("/monitor/diagnostics/live", { "hx-request": "true" });
    expect(response.headers.get("hx-redirect")).toBe("/monitor/sign-in");
    expect(response.headers.getSetCookie()).toEqual([]);
  });
});

function decode(value: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(value.replace(/^base64-/, ""), "base64url").toString()) as Record<
    string,
    unknown
  >;
}

function encode(session: Record<string, unknown>): string {
  return `base64-${Buffer.from(JSON.stringify(session)).toString("base64url")}`;
}
