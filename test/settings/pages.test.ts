import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { settings } from "../../lib/settings/settings.ts";
import { Visitor } from "../monitor/visitor.ts";
import { endedCall, phone } from "../support/calls.ts";
import { createProduct, type Product } from "../support/product.ts";

/** The settings' pages as a browser without scripts posts them. */
let product: Product;
let visitors: Record<"agent" | "manager" | "admin", Visitor>;
beforeAll(async () => {
  product = await createProduct({}, () => ({ background: () => {} }));
  const entries = await Promise.all(
    (["agent", "manager", "admin"] as const).map(async (role) => {
      const visitor = new Visitor(product.doors.monitor);
      await visitor.signIn(await product.db.createStaff({ role }));
      return [role, visitor] as const;
    }),
  );
  visitors = Object.fromEntries(entries) as typeof visitors;
});
afterAll(() => product.close());

const page = async (
  path: string,
  who: keyof typeof visitors = "manager",
  headers: Record<string, string> = {},
) => {
  const response = await visitors[who].get(path, headers);
  return { status: response.status, text: await response.text() };
};
const headers = { origin: "http://aftercall.test", "accept-language": "en" };
type Form = Record<string, string> | URLSearchParams;
const post = async (path: string, form: Form, who: keyof typeof visitors = "manager") => {
  const fields = [...new URLSearchParams(form)];
  const response = await visitors[who].post(path, fields, headers);
  return { status: response.status, to: response.headers.get("location"), text: await response.text() };
};
const saved = async (kind: string) => {
  const [row] = await product.db.sql`select version, value from workspace_settings
    where kind = ${kind} order by version desc limit 1`;
  return row ?? { version: 0, value: null };
};
/** What a browser would post of the form of a page, with some of it typed over. */
const formOf = (html: string, over: Record<string, string> = {}) => {
  const form = new URLSearchParams();
  const [body = ""] = /<form method="post" action="[^"]*" class="sheet">[\s\S]*?<\/form>/.exec(html) ?? [];
  for (const [tag, name = ""] of body.matchAll(/<input[^>]*name="([^"]*)"[^>]*>/g)) {
    const isOff = /type="(checkbox|radio)"/.test(tag) && !/\schecked/.test(tag);
    if (!isOff) form.append(name, plain(/value="([^"]*)"/.exec(tag)?.[1] ?? ""));
  }
  for (const [, name = "", text = ""] of body.matchAll(/<textarea[^>]*name="([^"]*)"[^>]*>\n?([^<]*)</g)) {
    form.set(name, plain(text));
  }
  for (const [, name = "", options = ""] of body.matchAll(
    /<select[^>]*name="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g,
  )) {
    const values = [...options.matchAll(/value="([^"]*)"([^>]*)/g)];
    form.set(name, (values.find(([, , more]) => more!.includes("selected")) ?? values[0])?.[1] ?? "");
  }
  for (const [name, value] of Object.entries(over)) form.set(name, value);
  return form;
};
const over = (form: URLSearchParams, more: Record<string, string>) =>
  new URLSearchParams({ ...Object.fromEntries(form), ...more });
const plain = (text: string) =>
  text
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");

const all = [
  "/monitor/settings",
  "/monitor/settings/rules",
  "/monitor/settings/rules/history",
  "/monitor/settings/rules/try",
  "/monitor/settings/templates",
  ...["hours", "cooldown", "consent", "reminders", "retention"].map((kind) => `/monitor/settings/${kind}`),
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
    const outside = await new Visitor(product.doors.monitor).get(path);
    expect([outside.status, outside.headers.get("location")]).toEqual([303, "/monitor/sign-in"]);
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
    expect((await saved("retention")).value).toEqual({ eventsDays: 15, messagesDays: null, mediaDays: 730 });
  });
});

test("a form that is saved as it is changes nothing but the version", async () => {
  for (const kind of ["hours", "cooldown", "consent", "reminders"] as const) {
    const path = `/monitor/settings/${kind}`;
    const [{ value }] = await product.db.sql<
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
    const response = await visitors.manager.post("/monitor/settings/cooldown", form, headers);
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
    holidays: "24/12 Vigilia\n2026-08-14\n1/5/2027",
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
  ]);
  expect((await page("/monitor/settings")).text).toContain(
    "Mon 08:00–13:00 + 14:30–21:00, Tue–Sat 08:00–21:00, Sun closed · 3 days off",
  );
});

test("a language that is added keeps the others' words, and one that is there gets more", async () => {
  const path = "/monitor/settings/consent";
  const add = async (another: string, words: string) =>
    post(path, formOf((await page(path)).text, { another, "stop-another": words }));
  await add("de", "aufhören");
  await add("it", "smettetela");
  // As they are compared.
  const { it, en, de } = (await saved("consent")).value.stopWords;
  expect([it.at(0), it.at(-1), en, de]).toEqual([
    "stop",
    "smettetela",
    ["stop", "unsubscribe"],
    ["aufhoren"],
  ]);
});

describe("rules", () => {
  const path = "/monitor/settings/rules";
  const names = async () =>
    ((await saved("rules")).value?.rules ?? []).map(({ name }: { name: string }) => name);
  const version = async () => String((await saved("rules")).version);
  const missed = {
    name: "Persa in entrata",
    enabled: "on",
    direction: "incoming",
    outcome: "missed",
    send: "yes",
    template: "follow_up",
    delayMinutes: "10",
    priority: "live",
    expiresAfterHours: "24",
    do: "save",
  };

  test("are read as sentences", async () => {
    const { text } = await page(path, "agent", { "accept-language": "it" });
    expect(text).toContain("Se nessuno ha risposto, allora non inviare: nessuno ha risposto.");
    expect(text).toContain("Per ogni chiamata: invia «follow_up» subito; scade se non parte entro 72 ore.");
  });

  test("a new one goes above the rule that would take all of its calls", async () => {
    const answer = await post(`${path}/edit`, { ...missed, version: await version(), id: "" });
    expect([answer.status, answer.to]).toEqual([303, `${path}#rule-persa_in_entrata`]);
    expect(await names()).toEqual([
      "Segreteria telefonica",
      "Persa in entrata",
      "Chiamata senza risposta",
      "Dopo ogni chiamata",
    ]);
    expect((await page(path)).text).toContain(
      "If the call is incoming and it was missed, then send “follow_up” after 10",
    );
    expect(settings.rules.safeParse((await saved("rules")).value).success).toBe(true);
  });

  test("moves, is switched off and on, and goes; each time over the version that was seen", async () => {
    const change = async (what: string, id = "persa_in_entrata") =>
      post(path, { version: await version(), id, do: what });
    expect((await change("down")).to).toBe(`${path}#rule-persa_in_entrata`);
    expect((await names()).indexOf("Persa in entrata")).toBe(2);
    // What takes its calls from it now is said, until it is moved back or the other is off.
    const never = "Never decides: “Chiamata senza risposta” above takes all of its calls. Move it up.";
    expect((await page(path)).text).toContain(never);
    await change("off", "unanswered");
    expect((await page(path)).text).not.toContain(never);
    await change("on", "unanswered");
    await change("up");
    expect((await names()).indexOf("Persa in entrata")).toBe(1);
    expect((await page(path)).text).not.toContain(never);
    await change("off");
    expect((await page(path)).text).toContain('<span class="chip plain">off</span>');
    await change("on");
    const stale = await post(path, { version: "1", id: "persa_in_entrata", do: "remove" });
    expect([stale.status, (await names()).length]).toEqual([409, 4]);
    expect(stale.text).toContain("a colleague changed the rules meanwhile");
    await change("remove");
    expect(await names()).not.toContain("Persa in entrata");
    expect((await change("remove")).status).toBe(409);
    expect((await change("explode", "default_rule")).status).toBe(400);
  });

  test("every version is kept with who and when, and comes back", async () => {
    const { text } = await page(`${path}/history`);
    expect(text).toMatch(/Version 1 /);
    expect(text).toContain("by you");
    const agent = await page(`${path}/history`, "agent");
    expect(agent.text).toMatch(/by a colleague \([0-9a-f]{8}\)/);
    const before = Number(await version());
    expect((await post(`${path}/history`, { version: String(before), restore: "1" })).status).toBe(303);
    expect(await names()).toContain("Persa in entrata");
    expect(Number(await version())).toBe(before + 1);
    expect((await post(`${path}/history`, { version: String(before), restore: "2" })).status).toBe(409);
  });

  test.for([
    [{ name: " " }, "name", "cannot stay empty"],
    [{ talkingMin: "60", talkingMax: "30" }, "talkingMin", "more than the most"],
    [{ talkingMin: "un minuto" }, "talkingMin", "whole number"],
    [{ delayMinutes: "99999" }, "delayMinutes", "The most is 43200"],
    [{ template: "gone" }, "template", "This text is gone"],
    [{ field0: "tipo", is0: "equal", value0: "" }, "value0", "to compare with is missing"],
    [{ field0: "", is0: "equal", value0: "x" }, "field0", "cannot be|will not|Expected|empty"],
    [{ send: "no", reason: "" }, "reason", "cannot stay empty"],
  ] as const)(
    "%j is refused beside its input, and nothing that was typed is lost",
    async ([over, input, says]) => {
      const before = await saved("rules");
      const typed = {
        ...missed,
        version: await version(),
        id: "",
        agents: "Giulia Ferri\nPaolo Conti",
        ...over,
      };
      const answer = await post(`${path}/edit`, typed);
      expect(answer.status).toBe(422);
      expect(new RegExp(`id="${input}-error">([^<]*)`).exec(answer.text)?.[1]).toMatch(new RegExp(says));
      expect(formOf(answer.text).get("agents")).toBe("Giulia Ferri\nPaolo Conti");
      expect(await saved("rules")).toEqual(before);
    },
  );

  test("a conflict keeps the form, and saving again takes only this rule along", async () => {
    const seen = await version();
    await post(path, { version: seen, id: "voicemail", do: "off" }, "admin");
    const late = await post(`${path}/edit`, {
      ...missed,
      version: seen,
      id: "persa_in_entrata",
      name: "Persa, nuovo nome",
    });
    expect(late.status).toBe(409);
    expect(late.text).toContain("Not saved: a colleague");
    await post(`${path}/edit`, formOf(late.text, { do: "save" }));
    expect(await names()).toContain("Persa, nuovo nome");
    const { rules } = (await saved("rules")).value;
    expect(rules.find(({ id }: { id: string }) => id === "voicemail").enabled).toBe(false);
  });
});

describe("the dry run", () => {
  const path = "/monitor/settings/rules/try";
  const pasted = (n: number, over: Record<string, unknown> = {}) => ({
    payload: JSON.stringify(endedCall(n, over)),
    do: "payload",
  });
  const rows = async () =>
    Number((await product.db.sql`select count(*) as n from cloudtalk_calls`)[0]!.n) +
    Number((await product.db.sql`select count(*) as n from whatsapp_messages`)[0]!.n);

  test("says what would happen and why, step by step, to everybody, and writes nothing", async () => {
    const before = await rows();
    const { status, text } = await post(path, pasted(1, { direction: "outgoing" }), "agent");
    expect(status).toBe(200);
    expect(text).toContain("It is sent");
    expect(text).toContain("The rule “Dopo ogni chiamata” decided.");
    expect(text).toContain("it was missed <span");
    expect(text).toContain("(here: answered)");
    expect(text).toContain("sono Samuela della Greengen Group");
    expect(text).toContain("+39 333 100 0001");
    expect(await rows()).toBe(before);
  });

  test("reads CloudTalk's own webhooks as well", async () => {
    const native = {
      event_id: "e1",
      type: "call.ended",
      version: "v1",
      data: { call_id: 5, external_number: phone(2), talking_time: 0 },
    };
    const { text } = await post(path, { payload: JSON.stringify(native), do: "payload" });
    expect(text).toContain("It is not sent");
    const started = { ...native, type: "call.started" };
    const ignored = await post(path, { payload: JSON.stringify(started), do: "payload" });
    expect(ignored.text).toContain("Not about a call that ended");
  });

  test.for([
    ["{ not json", "text is not valid JSON"],
    ["[]", "not a JSON object"],
    ['{"call_id": "{{call.id}}"}', "placeholders"],
    ["", "Paste the data of a call, or pick one."],
  ] as const)("%s cannot be read, says so, and stays", async ([payload, says]) => {
    const { status, text } = await post(path, { payload, do: "payload" });
    expect(status).toBe(422);
    expect(text.toLowerCase()).toContain(says.toLowerCase());
    expect(formOf(text).get("payload")).toBe(payload);
  });

  test("of a past call, by the saved rules", async () => {
    await product.postCloudtalk(endedCall(40, { talking_time: "0", direction: "outgoing" }));
    const [{ id }] = await product.db.sql<
      [{ id: string }]
    >`select id from cloudtalk_calls order by id desc limit 1`;
    const { text } = await page(`${path}?call=${id}`, "agent");
    expect(text).toContain("It is not sent");
    expect(text).toContain("Nobody answered the call.");
    expect(text).toContain(`href="/monitor/calls/${id}"`);
    expect((await page(`${path}?call=999999`)).status).toBe(422);
  });

  test("by a rule that is not saved yet, which can then be saved or opened again", async () => {
    const before = await saved("rules");
    const typed = {
      version: String(before.version),
      id: "",
      name: "Solo Giulia",
      enabled: "on",
      agents: "Giulia Ferri",
      send: "no",
      reason: "Ci pensa lei.",
      do: "try",
    };
    const draft = await post("/monitor/settings/rules/edit", typed);
    expect(draft.status).toBe(200);
    expect(draft.text).toContain("You are trying “Solo Giulia”");
    const carried = formOf(draft.text);
    const tried = await post(path, over(carried, pasted(3, { agent_name: "Giulia Ferri" })));
    expect(tried.text).toContain("The rule “Solo Giulia” says not to send: Ci pensa lei.");
    expect(tried.text).toContain("the agent is “Giulia Ferri”");
    // One of the rules above it decides: a manager who tries theirs is told that it was not even read.
    const early = await post(
      path,
      over(carried, pasted(3, { agent_name: "Giulia Ferri", talking_time: "0" })),
    );
    expect(early.text).toContain("“Solo Giulia” was not read: another rule decided before it.");
    expect(tried.text).not.toContain("was not read");
    expect(await saved("rules")).toEqual(before);
    const kept = Object.fromEntries(
      [
        ...tried.text
          .slice(0, tried.text.indexOf("</form>", tried.text.indexOf('class="note draft"')))
          .matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g),
      ].map(([, name, value]) => [name!, value!]),
    );
    expect((await post("/monitor/settings/rules/edit", { ...kept, do: "edit" })).text).toContain(
      "Giulia Ferri",
    );
    expect((await post("/monitor/settings/rules/edit", { ...kept, do: "save" })).status).toBe(303);
    expect((await saved("rules")).value.rules.map(({ name }: { name: string }) => name)).toContain(
      "Solo Giulia",
    );
  });
});

describe("texts", () => {
  const path = "/monitor/settings/templates";
  const edit = `${path}/edit`;
  const keys = async () =>
    (await product.db.sql`select key from whatsapp_templates order by key`).map(({ key }) => key);

  test("are added, seen as the customer gets them, changed and removed", async () => {
    const text = {
      version: "0",
      key: "persa",
      language: "it",
      body: "Salve {contact_name|cliente}!",
      do: "save",
    };
    expect((await post(edit, text)).to).toBe(path);
    expect((await page(`${edit}?key=persa`)).text).toContain("Salve Mario Rossi!");
    expect((await post(edit, text)).text).toContain("There is a text with this name already.");
    const changed = formOf((await page(`${edit}?key=persa`)).text, { body: "Buongiorno" });
    expect((await post(`${edit}?key=persa`, changed)).status).toBe(303);
    const late = await post(`${edit}?key=persa`, over(changed, { body: "Buonasera" }));
    expect([late.status, formOf(late.text).get("body")]).toEqual([409, "Buonasera"]);
    expect((await post(`${edit}?key=persa`, { version: "2", key: "persa", do: "remove" })).status).toBe(303);
    expect(await keys()).toEqual(["follow_up"]);
  });

  test("with an unknown variable are refused, and stay as typed", async () => {
    const answer = await post(edit, {
      version: "0",
      key: "x",
      language: "it",
      body: "Ciao {telefono}",
      do: "save",
    });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain("Braces may hold only");
    expect(formOf(answer.text).get("body")).toBe("Ciao {telefono}");
  });

  test("in use stay", async () => {
    const answer = await post(`${edit}?key=follow_up`, { version: "1", key: "follow_up", do: "remove" });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain("a rule or a reminder still uses it");
    expect(answer.text).toContain("Greengen");
    expect(await keys()).toEqual(["follow_up"]);
  });
});
