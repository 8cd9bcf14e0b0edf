import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { givenNames } from "../../lib/model/phrases/given-names.ts";
import { endedCall } from "../support/calls.ts";
import { formOf, type SettingsStage, stage } from "./stage.ts";

/** Texts with variables, their preview, a try on one's own phone, and ready answers. */
let k: SettingsStage;
beforeAll(async () => {
  k = await stage();
  await k.product.postCloudtalk(
    endedCall(1, {
      contact_name: "DE LUCA ANTONIO",
      agent_name: "Giulia Ferri",
      company: "Az. Agr. <De Luca>",
    }),
  );
});
afterAll(() => k.product.close());

const edit = "/monitor/settings/templates/edit";
const bubble = (html: string) => /id="preview"[\s\S]*?<blockquote class="bubble">([^<]*)/.exec(html)?.[1];

describe("first names", () => {
  test("the database knows the names that the phrases know", async () => {
    const [row] = await k.product.db.sql`select app.given_names() as names`;
    expect(row!.names).toEqual(givenNames);
  });

  test.for([
    ["De Luca Antonio", "Antonio"],
    ["MARIO ROSSI", "Mario"],
    ["Rossi Niccolò", null],
    ["Azienda Agricola Rossi Mario", null],
    ["Villa Rosa", null],
    ["F.lli Rossi", null],
    ["Rossi Mario S.r.l.", null],
    ["", null],
    [null, null],
  ] as const)("of the customer %j is %j", async ([name, expected]) => {
    const [row] = await k.product.db.sql`select app.contact_first_name(${name}) as first`;
    expect(row!.first).toBe(expected);
  });

  test.for([
    ["Giulia Ferri", "Giulia"],
    ["Ferri Giulia", "Giulia"],
    ["Xhesika Hoxha", "Xhesika"],
    ["samuela.rossi@greengen.example", "Samuela"],
    [null, null],
  ] as const)("of the agent %j is %j", async ([name, expected]) => {
    const [row] = await k.product.db.sql`select app.agent_first_name(${name}) as first`;
    expect(row!.first).toBe(expected);
  });
});

test("a follow-up is signed by who called, and by the fallback where nobody is known", async () => {
  const bodies = await k.product.db.sql`select body from whatsapp_messages where purpose = 'follow_up'`;
  expect(bodies[0]!.body).toMatch(/^Buongiorno, sono Giulia della Greengen Group\./);
  await k.product.postCloudtalk(endedCall(2, { contact_name: null }));
  const [plain] = await k.product.db.sql`select body from whatsapp_messages order by id desc limit 1`;
  expect(plain!.body).toMatch(/^Buongiorno, sono Samuela della Greengen Group\./);
});

test("texts are listed by title and language in words", async () => {
  const { text } = await k.page("/monitor/settings/templates", "agent", { "accept-language": "it" });
  expect(text).toMatch(/Richiesta bolletta <span class="chip plain">italiano/);
});

describe("the preview", () => {
  const preview = (body: string, who: "agent" | "manager" = "manager") =>
    k.post("/monitor/settings/templates/preview", { body }, who);

  test("has the values of a real call, escaped", async () => {
    const { text } = await preview("Salve {contact_first_name|x}, {agent_first_name} per {company}");
    expect(text).toMatch(/^<section class="sheet" id="preview"/);
    expect(bubble(text)).toBe("Salve Antonio, Giulia per Az. Agr. &lt;De Luca&gt;");
    expect(text).toContain("DE LUCA ANTONIO");
    expect((await preview("Salve", "agent")).status).toBe(403);
  });

  test("says when it could not be saved", async () => {
    expect((await preview("Salve {nome}")).text).toContain("It cannot be saved like this");
  });

  test("comes without a script by a button, and saves nothing", async () => {
    const form = formOf((await k.page(`${edit}?key=follow_up`)).text, {
      body: "Ciao {agent_name}",
      do: "preview",
    });
    const { status, text } = await k.post(`${edit}?key=follow_up`, form);
    expect([status, bubble(text)]).toEqual([200, "Ciao Giulia Ferri"]);
    const [row] = await k.product.db.sql`select version from whatsapp_templates where key = 'follow_up'`;
    expect(row!.version).toBe(1);
  });
});

test("a text is sent to one's own phone with one's own name, once however often it is pressed", async () => {
  await k.product.db.sql`update memberships set name = 'Marco Bassi' where role = 'manager'`;
  const form = {
    key: "follow_up",
    body: "Sono {agent_first_name}",
    phone: "333 999 0009",
    do: "send",
    attempt: "one",
  };
  for (let pressed = 0; pressed < 2; pressed += 1) {
    const { status, text } = await k.post(`${edit}?key=follow_up`, form);
    expect([status, text]).toEqual([200, expect.stringContaining("it reaches your phone shortly")]);
  }
  const sent = await k.product.db.sql`select body, recipient from whatsapp_messages where purpose = 'manual'`;
  expect([...sent]).toEqual([{ body: "Sono Marco", recipient: "+393339990009" }]);
  expect((await k.page("/monitor/me", "manager")).text).toContain("+393339990009");
  const wrong = await k.post(`${edit}?key=follow_up`, { ...form, phone: "12", attempt: "two" });
  expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining("There is no such number")]);
  expect((await k.post(`${edit}?key=follow_up`, form, "agent")).status).toBe(403);
});

describe("ready answers", () => {
  const path = "/monitor/settings/answers";
  const shortcuts = async () =>
    (await k.product.db.sql`select shortcut from ready_answers order by position`).map((row) => row.shortcut);

  test("there are five to begin with, which all read and managers change", async () => {
    expect(await shortcuts()).toEqual(["agosto", "ultima", "foto", "richiamo", "ricevuta"]);
    const read = await k.page(path, "agent");
    expect(read.text).toContain("/agosto");
    expect(read.text).not.toContain(`action="${path}"`);
    const form = { before: "", shortcut: "domani", title: "Domani", body: "A domani", do: "save" };
    expect((await k.post(path, form, "agent")).status).toBe(403);
    expect((await k.post(path, form)).to).toBe(path);
    expect((await k.post(path, { ...form, before: "domani", shortcut: "domattina" })).to).toBe(path);
    expect((await k.post(path, { before: "agosto", do: "remove" })).to).toBe(path);
    expect(await shortcuts()).toEqual(["ultima", "foto", "richiamo", "ricevuta", "domattina"]);
  });

  test.for([
    [{ shortcut: "foto" }, 409, "has this word already"],
    [{ shortcut: "Foto!" }, 422, "Only small letters"],
    [{ body: "{nome}" }, 422, "braces may hold only"],
    [{ title: "" }, 422, "Write a title"],
  ] as const)("%j comes back as it was typed", async ([over, status, says]) => {
    const form = { before: "", shortcut: "nuova", title: "Nuova <b>", body: "Testo", do: "save", ...over };
    const answer = await k.post(path, form);
    expect([answer.status, answer.text]).toEqual([status, expect.stringContaining(says)]);
    if (!("title" in over)) expect(answer.text).toContain("Nuova &lt;b&gt;");
  });
});

test("the company's name, clock and country are a manager's to change", async () => {
  const path = "/monitor/settings/company";
  const form = { name: "Greengen Group", timeZone: "Europe/London", country: "GB" };
  expect((await k.page(path, "agent")).text).toContain('<fieldset class="whole" disabled>');
  expect((await k.post(path, form, "agent")).status).toBe(403);
  expect((await k.post(path, { ...form, timeZone: "Mars/Base" })).status).toBe(422);
  expect((await k.post(path, form)).to).toBe(path);
  const [row] = await k.product.db.sql`select name, time_zone, default_country from workspaces`;
  expect(row).toEqual({ name: "Greengen Group", time_zone: "Europe/London", default_country: "GB" });
});
