import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { noFilters, readFilters, withFilters } from "../../lib/pages/home/filters.ts";
import { endedCall, phone } from "../support/calls.ts";
import { createProduct, type Product } from "../support/product.ts";
import { tellStory } from "./story.ts";
import { Visitor } from "./visitor.ts";

/** Filters live in the address: what a link shows to one it shows to another. */
let product: Product;
let visitor: Visitor;
beforeAll(async () => {
  product = await createProduct({}, () => ({ background: () => {} }));
  await tellStory(product);
  visitor = new Visitor(product.doors.monitor);
  await visitor.signIn(await product.db.createStaff());
});
afterAll(() => product.close());

const page = async (query: string) => (await visitor.get(`/monitor/diagnostics${query}`)).text();
const part = (html: string, id: string) =>
  new RegExp(`<section id="${id}"[\\s\\S]*?</section>`).exec(html)![0];
const calls = async (query: string) =>
  [...part(await page(query), "calls").matchAll(/<li class="row" id="call-[\s\S]*?href="tel:([^"]+)"/g)].map(
    ([, tel]) => tel,
  );
const messages = async (query: string) =>
  [...part(await page(query), "messages").matchAll(/<li class="row (in|out)"/g)].map(([, way]) => way);

describe("calls", () => {
  test.for([
    ["answered", [2, 1]],
    ["waiting", [11, 10, 9, 6, 3]],
    ["needs", [6, 5]],
  ] as const)("%s", async ([filter, expected]) => {
    expect(await calls(`?calls=${filter}`)).toEqual(expected.map(phone));
  });

  test("not messaged: refused by a rule, covered, or not delivered", async () => {
    const shown = await calls("?calls=not_messaged");
    expect(shown).toEqual(["+390721700123", phone(5), phone(4), phone(3)]);
  });

  test.for([
    ["a part of a name, whatever its case", "turismo IL noce", [phone(9), phone(1)]],
    ["a number with spaces", "333 100 0002", [phone(2)]],
    ["a number with its prefix as 00", "0039 333 1000002", [phone(2)]],
    ["a letter that SQL's LIKE would read as anything", "%", []],
    ["the other one", "_", []],
    ["quotes", "Sant'Anna", [phone(4)]],
    ["a backslash", "\\", []],
    ["a NUL and half an emoji", "\0\ud83d", []],
  ] as const)("searched by %s", async ([, search, expected]) => {
    expect(await calls(`?q=${encodeURIComponent(search.toWellFormed())}`)).toEqual(expected);
  });

  test("an empty result says so and offers the way out, without what an empty company is told", async () => {
    const html = await page("?q=nobody-at-all&calls=answered");
    expect(html).toContain("No call matches.");
    expect(html).toContain("No message matches.");
    expect(html).toContain(
      '<a id="calls-clear" href="/monitor/diagnostics?calls=answered#calls">show all</a>',
    );
    expect(html).not.toContain("No call yet");
  });
});

describe("messages", () => {
  test.for(["in", "out"])("only %s", async (direction) => {
    expect(new Set(await messages(`?messages=${direction}`))).toEqual(new Set([direction]));
  });

  test("of a person that is searched for", async () => {
    expect(await messages("?q=noce")).toContain("in");
    expect(part(await page("?q=noce"), "messages")).not.toContain("Monte Verde");
  });
});

test("older pages follow each other without gap or repetition, and lead back", async () => {
  for (let n = 200; n < 285; n++) await product.postCloudtalk(endedCall(n, { talking_time: "0" }));
  const seen: string[] = [];
  let address = "?q=33310002";
  for (let pages = 0; pages < 5; pages++) {
    const html = part(await page(address), "calls");
    seen.push(...[...html.matchAll(/href="tel:([^"]+)"/g)].map(([, tel]) => tel!));
    const older = /id="calls-older" href="\/monitor\/diagnostics([^"#]+)#calls"/.exec(html)?.[1];
    if (!older) break;
    address = older.replaceAll("&amp;", "&");
  }
  expect(seen).toEqual(Array.from({ length: 85 }, (_, i) => phone(284 - i)));
  expect(part(await page(address), "calls")).toContain(
    'href="/monitor/diagnostics?q=33310002#calls">Back to the newest',
  );
});

describe("the address", () => {
  test("nonsense shows everything, and nothing of it is passed on", () => {
    const query = new URLSearchParams(
      "calls=constructor&messages=both&calls_before=-1&messages_before=1e9&q=%20&next=https://evil.example",
    );
    expect(readFilters(query)).toEqual(noFilters);
    expect(withFilters("/monitor/diagnostics", readFilters(query))).toBe("/monitor/diagnostics");
  });

  test("is kept in the refresh, the language switch, forms and after sign-in", async () => {
    const html = await page("?calls=waiting&q=cantina&messages=in");
    expect(html).toContain(
      'hx-get="/monitor/diagnostics/live?calls=waiting&amp;messages=in&amp;q=cantina&amp;lang=en"',
    );
    expect(html).toContain(
      'href="/monitor/diagnostics?calls=waiting&amp;messages=in&amp;q=cantina&amp;lang=it"',
    );
    expect(html).toMatch(
      /action="\/monitor\/messages\/\d+\/seen\?calls=waiting&amp;messages=in&amp;q=cantina"/,
    );
    const stranger = new Visitor(product.doors.monitor);
    const away = await stranger.get("/monitor/diagnostics?calls=waiting&q=a%26b");
    expect(away.headers.get("location")).toBe(
      "/monitor/sign-in?next=%2Fmonitor%2Fdiagnostics%3Fcalls%3Dwaiting%26q%3Da%2526b",
    );
    const { email, password } = await product.db.createStaff();
    const back = await stranger.post(away.headers.get("location")!, { email, password });
    expect(back.headers.get("location")).toBe("/monitor/diagnostics?calls=waiting&q=a%26b");
  });
});
