import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ownPage } from "../../lib/pages/sign-in/next-page.ts";
import { Visitor } from "../monitor/visitor.ts";
import { createProduct, type Product } from "../support/product.ts";

/** Who has to sign in first gets the page that was asked for, and nobody is led out of the monitor. */
let product: Product;
beforeAll(async () => {
  product = await createProduct({}, () => ({ background: () => {} }));
});
afterAll(() => product.close());

test.for([
  ["/monitor/bills?state=check&q=a%26b", "/monitor/bills?state=check&q=a%26b"],
  ["/monitor", "/monitor"],
  ["/monitor?lang=en&view=mine", "/monitor?view=mine"],
  ["https://evil.example/monitor", null],
  ["//evil.example/monitor", null],
  ["/\\evil.example/monitor", null],
  ["\\\\evil.example/monitor", null],
  ["/monitor/..//evil.example", null],
  ["/monitor/%2e%2e//evil.example", null],
  ["/\t/evil.example/monitor", null],
  ["javascript:alert(1)//monitor", null],
  ["http://me:pw@here/monitor", null],
  ["/monitoring", null],
  ["/api/health", null],
  ["/monitor/sign-out", null],
  [`/monitor?q=${"x".repeat(2_000)}`, null],
  ["", null],
] as const)("%s leads to %s", ([address, expected]) => {
  expect(ownPage(address)).toBe(expected);
});

describe("a stranger", () => {
  test("who asks for a page has it after signing in, also after a wrong password and in the other language", async () => {
    const stranger = new Visitor(product.doors.monitor);
    const staff = await product.db.createStaff();
    const away = (await stranger.get("/monitor/events?outcome=all")).headers.get("location")!;
    expect(away).toBe("/monitor/sign-in?next=%2Fmonitor%2Fevents%3Foutcome%3Dall");
    expect(await (await stranger.get(away)).text()).toContain(`action="${away}"`);
    const wrong = await stranger.post(away, { email: staff.email, password: "no" });
    expect(await wrong.text()).toContain(`action="${away}"`);
    const back = await stranger.post(away, { email: staff.email, password: staff.password });
    expect(back.headers.get("location")).toBe("/monitor/events?outcome=all");
  });

  test("whose form or refresh comes too late is led back to the page it was on", async () => {
    const stranger = new Visitor(product.doors.monitor);
    const origin = "http://aftercall.test";
    const referer = `${origin}/monitor/tasks?state=failed`;
    const form = await stranger.post("/monitor/tasks/1", {}, { origin, referer });
    expect(form.headers.get("location")).toBe("/monitor/sign-in?next=%2Fmonitor%2Ftasks%3Fstate%3Dfailed");
    const live = { "hx-request": "true", "hx-current-url": `${origin}/monitor/diagnostics?calls=waiting` };
    expect((await stranger.get("/monitor/diagnostics/live", live)).headers.get("hx-redirect")).toBe(
      "/monitor/sign-in?next=%2Fmonitor%2Fdiagnostics%3Fcalls%3Dwaiting",
    );
    const evil = { "hx-request": "true", "hx-current-url": "https://evil.example/monitor" };
    expect((await stranger.get("/monitor/diagnostics/live", evil)).headers.get("hx-redirect")).toBe(
      "/monitor/sign-in",
    );
  });

  test("with a forged next lands on the first page", async () => {
    const stranger = new Visitor(product.doors.monitor);
    const { email, password } = await product.db.createStaff();
    const to = "/monitor/sign-in?next=https%3A%2F%2Fevil.example%2Fmonitor";
    expect(await (await stranger.get(to)).text()).not.toContain("evil.example");
    expect((await stranger.post(to, { email, password })).headers.get("location")).toBe("/monitor");
    expect((await stranger.get(to)).headers.get("location")).toBe("/monitor");
  });
});
