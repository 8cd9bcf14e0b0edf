import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Visitor } from "../monitor/visitor.ts";
import { formOf, over, type SettingsStage, stage } from "./stage.ts";

/** The settings' pages: who reads them, what cannot be saved, and two who edit at once. */
let k: SettingsStage;
beforeAll(async () => {
  k = await stage();
});
afterAll(() => k.product.close());
const page: SettingsStage["page"] = (...asked) => k.page(...asked);
const post: SettingsStage["post"] = (...asked) => k.post(...asked);
const saved: SettingsStage["saved"] = (kind) => k.saved(kind);

const all = [
  "/monitor/settings",
  "/monitor/settings/rules",
  "/monitor/settings/rules/history",
  "/monitor/settings/rules/try",
  "/monitor/settings/templates",
  ...["hours", "cooldown", "consent", "machines", "reminders", "retention"].map(
    (kind) => `/monitor/settings/${kind}`,
  ),
];

describe("everybody of the company reads them", () => {
  test.for(all)("%s", async (path) => {
    const agent = await page(path, "agent");
    expect(agent.status).toBe(200);
    expect(agent.text).toContain('<html lang="en">');
    expect((await page(path, "agent", { "accept-language": "it" })).text).toContain('<html lang="it">');
    // Nothing to press but "try", which changes nothing.
    const buttons = [...agent.text.matchAll(/<button[^>]*>/g)].map(([tag]) => tag);
    if (!path.endsWith("/try")) expect(buttons).toEqual(['<button class="quiet">']);
    const outside = await new Visitor(k.product.doors.monitor).get(path);
    expect([outside.status, outside.headers.get("location")]).toEqual([
      303,
      `/monitor/sign-in?next=${encodeURIComponent(path)}`,
    ]);
  });

  test.for([
    ["/monitor/settings/hours", { version: "0" }],
    ["/monitor/settings/retention", { version: "0" }],
    ["/monitor/settings/rules", { version: "0", id: "default_rule", do: "remove" }],
    ["/monitor/settings/rules/edit", { version: "0", name: "x", do: "save" }],
    ["/monitor/settings/rules/history", { version: "0", restore: "1" }],
    ["/monitor/settings/templates/edit", { version: "0", key: "x", language: "it", body: "x" }],
  ] as const)("and an agent may not post to %s", async ([path, form]) => {
    expect((await post(path, form, "agent")).status).toBe(403);
  });

  test("only an admin changes how long data is kept", async () => {
    expect((await page("/monitor/settings/retention", "manager")).text).toContain("Only an admin");
    const { text } = await page("/monitor/settings/retention", "admin");
    const form = formOf(text, { eventsDays: "15", messagesDays: "" });
    expect((await post("/monitor/settings/retention", form, "manager")).status).toBe(403);
    expect((await post("/monitor/settings/retention", form, "admin")).status).toBe(303);
    expect((await saved("retention")).value).toEqual({
      eventsDays: 15,
      messagesDays: null,
      mediaDays: 730,
      callsDays: 365,
      leadsDays: 730,
    });
  });
});

test("a form that is saved as it is changes nothing but the version", async () => {
  for (const kind of ["hours", "cooldown", "consent", "machines", "reminders"] as const) {
    const path = `/monitor/settings/${kind}`;
    const [{ value }] = await k.product.db.sql<
      [{ value: unknown }]
    >`select app.default_setting(${kind}) as value`;
    const answer = await post(path, await languagesOf(path));
    expect([kind, answer.status, answer.to]).toEqual([kind, 303, path]);
    expect((await saved(kind)).value).toEqual(value);
    expect((await page(path)).text).toContain("Saved.");
  }

  async function languagesOf(path: string) {
    const { text } = await page(path);
    return formOf(text);
  }
});

describe("what cannot be saved comes back as it was typed, with the field named in the reader's language", () => {
  test.for([
    ["hours", { tue: "9-13, pranzo" }, "tue", "Write the windows like this", "9-13, pranzo"],
    ["hours", { mon: "25:00-26:00" }, "mon", "not written the right way", "25:00-26:00"],
    [
      "hours",
      { mon: "", tue: "", wed: "", thu: "", fri: "", sat: "", sun: "" },
      "mon",
      "At least one window",
      null,
    ],
    ["hours", { holidays: "24/12 Vigilia\n30/02" }, "holidays", "no such day", "30/02"],
    ["hours", { holidays: "Natale" }, "holidays", "“Natale”", "Natale"],
    [
      "hours",
      { holidays: "24/12 Natale 2026" },
      "holidays",
      "“24/12 Natale 2026” is not clear",
      "24/12 Natale 2026",
    ],
    ["hours", { holidays: "6/1/27 - 24/12/26" }, "holidays", "ends before it begins", "6/1/27 - 24/12/26"],
    ["cooldown", { hours: "un giorno" }, "hours", "Write a whole number", "un giorno"],
    ["cooldown", { hours: "9999" }, "hours", "The most is 8760", "9999"],
    ["cooldown", { hours: "" }, "hours", "Write a whole number", null],
    ["consent", { "stop-it": "", "stop-en": "" }, "stop-it", "At least one word", null],
    ["consent", { stopText: "  " }, "stopText", "cannot stay empty", null],
    [
      "consent",
      { another: "Deutsch", "stop-another": "aufhören" },
      "another",
      "Two small letters",
      "aufhören",
    ],
    ["reminders", { enabled: "on" }, "enabled", "at least one step", null],
    ["reminders", { afterDays1: "90", template1: "follow_up" }, "afterDays1", "The most is 60", "90"],
    ["reminders", { afterDays2: "3" }, "template2", "not written the right way", "3"],
  ] as const)("%s: %j", async ([kind, typed, input, says, kept]) => {
    const path = `/monitor/settings/${kind}`;
    const before = await saved(kind);
    const answer = await post(path, formOf((await page(path)).text, typed));
    expect(answer.status).toBe(422);
    const error = new RegExp(`class="wrong"(?: id="${input}-error")?>([^<]*)`).exec(
      answer.text.slice(answer.text.indexOf(`name="${input}"`)),
    );
    expect(error?.[1]).toContain(says);
    if (kept) expect(answer.text).toContain(kept);
    expect(answer.text).toContain("Until then the old one stays.");
    expect(await saved(kind)).toEqual(before);
  });

  test("in Italian too", async () => {
    const [form, headers] = [
      { version: "0", hours: "tanto" },
      { origin: "http://aftercall.test", "accept-language": "it" },
    ];
    const response = await k.visitors.manager.post("/monitor/settings/cooldown", form, headers);
    expect(await response.text()).toContain("Scrivi un numero intero.");
  });
});

test("two who edit at once: the second is told, keeps what they typed, and may save it over the first", async () => {
  const path = "/monitor/settings/cooldown";
  const form = formOf((await page(path)).text);
  expect((await post(path, over(form, { hours: "12" }), "admin")).status).toBe(303);
  const late = await post(path, over(form, { hours: "36" }));
  expect(late.status).toBe(409);
  expect(late.text).toContain("a colleague changed this page");
  expect(late.text).toContain("12 hours for each person");
  expect((await saved("cooldown")).value).toEqual({ hours: 12 });
  const again = formOf(late.text);
  expect(again.get("hours")).toBe("36");
  expect((await post(path, again)).status).toBe(303);
  expect((await saved("cooldown")).value).toEqual({ hours: 36 });
});

test("hours are read as people write them", async () => {
  const path = "/monitor/settings/hours";
  const form = formOf((await page(path)).text, {
    mon: "8-13, 14.30–21",
    sun: "",
    holidays: "24/12 Vigilia\n2026-08-14\n1/5/2027\n24/12/2026 - 06/01/2027 Ferie",
  });
  expect((await post(path, form)).status).toBe(303);
  const { value } = await saved("hours");
  expect(value.weekdays.mon).toEqual([
    { from: "08:00", until: "13:00" },
    { from: "14:30", until: "21:00" },
  ]);
  expect(value.weekdays.sun).toEqual([]);
  expect(value.holidays).toEqual([
    { date: "12-24", name: "Vigilia" },
    { date: "2026-08-14" },
    { date: "2027-05-01" },
    { date: "2026-12-24", until: "2027-01-06", name: "Ferie" },
  ]);
  // As it was understood, beside the lines to edit.
  const shown = (await page(path)).text;
  expect(shown).toContain("<li>every year 24 December · Vigilia</li>");
  expect(shown).toContain("<li>24 December 2026 – 6 January 2027 · Ferie</li>");
  expect(shown).toContain("24/12/2026 - 06/01/2027 Ferie");
  expect((await page("/monitor/settings")).text).toContain(
    "Mon 08:00–13:00 + 14:30–21:00, Tue–Sat 08:00–21:00, Sun closed · 17 days off",
  );
});

test("a language that is added keeps the others' words, and one that is there gets more", async () => {
  const path = "/monitor/settings/consent";
  const add = async (another: string, words: string) =>
    post(path, formOf((await page(path)).text, { another, "stop-another": words }));
  await add("de", "aufhören");
  await add("it", "silenzio");
  // As they are compared.
  const { it, en, de } = (await saved("consent")).value.stopWords;
  expect([it.at(0), it.at(-1), en, de]).toEqual([
    "stop",
    "silenzio",
    ["stop", "unsubscribe", "do not contact me"],
    ["aufhoren"],
  ]);
});
