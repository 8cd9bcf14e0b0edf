import { HttpResponse } from "msw";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Visitor } from "../monitor/visitor.ts";
import { graphError } from "../providers/meta/bodies.ts";
import { type TemplateStage, templateStage } from "./stage.ts";

/** The pages of texts that WhatsApp has to approve, as a browser without scripts sees and posts them. */
let k: TemplateStage;
let manager: Visitor;
beforeEach(async () => {
  k = await templateStage();
  manager = new Visitor(k.product.doors.monitor);
  await manager.signIn(k.manager);
});
afterEach(() => k.product.close());

const path = "/monitor/settings/templates";
const own = `${path}/whatsapp?key=follow_up`;
const good =
  "Buongiorno, sono {agent_first_name|Samuela}. Come concordato al telefono le chiedo la bolletta. <b>Grazie</b>.";
const page = async (address: string, language = "en") =>
  (await manager.get(address, { "accept-language": language })).text();
const post = async (address: string, form: Record<string, string>) => {
  const headers = { origin: "http://aftercall.test", "accept-language": "en" };
  const response = await manager.post(address, Object.entries(form), headers);
  await k.product.afterResponses();
  return { status: response.status, to: response.headers.get("location"), text: await response.text() };
};
const form = (over: Record<string, string> = {}) => ({
  version: "1",
  body: good,
  category: "utility",
  header: "Bolletta",
  footer: "Greengen",
  "button-1": "Non ora",
  "url-1": "",
  ttl: "43200",
  name: "",
  do: k.channel,
  ...over,
});

test("each text says where it stands; the page says what that means and shows the phone", async () => {
  expect(await page(path)).toMatch(/Vendite <span class="chip plain">never sent<\/span>/);
  expect(await page(path, "it")).toMatch(/Vendite <span class="chip plain">mai inviato<\/span>/);
  const text = await page(own, "it");
  expect(text).toContain("parte solo a chi ti ha scritto nelle ultime 24 ore".slice(6, 30));
  expect(text).toMatch(/<p class="phone-body">Buongiorno, sono Giulia della Greengen Group/);
  expect(text).toContain("Niente da correggere.");
});

test("a saved text goes out behind the answer, and the page follows it to its refusal and approval", async () => {
  expect(await post(own, form())).toMatchObject({ status: 303, to: own });
  expect(k.written).toMatchObject([
    {
      method: "create",
      body: {
        name: "follow_up",
        category: "UTILITY",
        message_send_ttl_seconds: 43_200,
        components: [
          { type: "HEADER", text: "Bolletta" },
          { type: "BODY", text: good.replace("{agent_first_name|Samuela}", "{{agent_first_name}}") },
          { type: "FOOTER", text: "Greengen" },
          { type: "BUTTONS", buttons: [{ type: "QUICK_REPLY", text: "Non ora" }] },
        ],
      },
    },
  ]);
  const pending = await page(own);
  expect(pending).toMatch(/chip read">in review/);
  expect(pending).toContain("&lt;b&gt;Grazie&lt;/b&gt;");
  const busy = await post(own, form({ version: "2" }));
  expect([busy.status, busy.text]).toEqual([409, expect.stringContaining("can be changed after the result")]);
  const of = { templateId: "7000", name: "follow_up", language: "it" };
  await k.news({ ...of, state: "rejected", reason: "PROMOTIONAL", recommendation: "Remove <offers>." });
  const rejected = await page(own);
  expect(rejected).toContain("It looks like a promotion");
  expect(rejected).toContain("«Remove &lt;offers&gt;.»");
  expect(await post(own, form({ version: "2", body: `${good} Davvero.` }))).toMatchObject({ status: 303 });
  expect(k.written.at(-1)).toMatchObject({ method: "edit", id: "7000" });
  await k.news({ ...of, state: "approved" });
  await k.news({ ...of, quality: "yellow", becomesCategory: "marketing", becomesAt: "2026-11-24T09:00:00Z" });
  const approved = await page(own);
  expect(approved).toMatch(/chip good">approved/);
  expect(approved).toMatch(/fair[\s\S]*<code>follow_up<\/code>/);
  expect(approved).toMatch(/will make it: marketing, <time datetime="2026-11-24T09:00Z">Tue 24 Nov, 10:00/);
  expect(await post(own, form({ version: "3", body: `${good} Ora.`, do: "save" }))).toMatchObject({
    status: 303,
  });
  expect(await page(path)).toMatch(/chip warn">to be sent again/);
});

test("the vendor's refusal is said in our words and in its own", async () => {
  const told = { error_subcode: 2388293, error_user_msg: "Too many <params>." };
  k.refusals.push(HttpResponse.json(graphError(100, "Invalid parameter", told), { status: 400 }));
  await post(own, form());
  const text = await page(own);
  expect(text).toMatch(/chip bad">not taken/);
  expect(text).toContain("too many variables for so few words");
  expect(text).toContain("«Too many &lt;params&gt;.»");
});

test.each([
  [{ body: "Salve {agent_first_name|x}" }, 422, "ends with a variable"],
  [{ body: "Salve {nome}" }, 422, "It cannot be saved like this"],
  [{ header: "Ciao {x}" }, 422, "without braces"],
  [{ "url-1": "http://x.example" }, 422, "begins with https://"],
  [{ name: "Con Spazi" }, 422, "Small letters, digits and _ only"],
  [{ version: "9" }, 409, "Buongiorno, sono"],
] as const)("%j comes back as it was typed", async (over, status, says) => {
  const answer = await post(own, form(over));
  expect([answer.status, answer.text]).toEqual([status, expect.stringContaining(says)]);
  expect(answer.text).toContain('value="Greengen"');
  expect(k.written).toEqual([]);
});

test("the preview answers while one writes, with what the reviewers would say", async () => {
  const { text } = await post(`${path}/whatsapp/preview`, {
    category: "utility",
    body: "Offerta <b> {company|x} {contact_name|y} e ciao",
  });
  expect(text).toMatch(/^<section class="preview" id="preview"/);
  expect(text).toContain("Offerta &lt;b&gt; Azienda Agricola Rossi Mario Rossi");
  expect(text).toContain("Two variables side by side");
  expect(text).toContain("It sounds like an offer: «offerta»");
});

test("a text that only WhatsApp has is shown, and taken with a variable for each of its own", async () => {
  k.rows.push({
    id: "8",
    name: "sollecito_2024",
    language: "it",
    status: "APPROVED",
    category: "UTILITY",
    components: [{ type: "BODY", text: "Salve {{1}}, aspettiamo <i>la bolletta</i>." }],
  });
  await post(`${path}/whatsapp/refresh?key=follow_up`, {});
  const list = await page(path);
  expect(list).toContain("Only at WhatsApp");
  const [, adopt = ""] = /href="([^"]*adopt\?state=\d+)"/.exec(list) ?? [];
  expect(await page(adopt)).toContain("In place of {{1}}");
  const values = { key: "loro", title: "Loro", "variable-1": "contact_name", "fallback-1": "" };
  expect(await post(adopt, values)).toMatchObject({ status: 422 });
  expect(await post(adopt, { ...values, "fallback-1": "cliente" })).toMatchObject({
    status: 303,
    to: `${path}/whatsapp?key=loro`,
  });
  expect(await page(`${path}/whatsapp?key=loro`)).toMatch(/chip good">approved/);
});

test("a removal is confirmed, and said", async () => {
  await post(own, form());
  const [, state = ""] = /name="state" value="(\d+)"/.exec(await page(own)) ?? [];
  expect(await post(`${path}/whatsapp/remove?key=follow_up`, { state })).toMatchObject({ status: 303 });
  expect(k.rows).toEqual([]);
  expect(await page(own)).toContain("gone from WhatsApp");
});

test("agents read where texts stand and change nothing", async () => {
  const agent = new Visitor(k.product.doors.monitor);
  await agent.signIn(await k.product.db.createStaff({ role: "agent" }));
  expect(await (await agent.get(path)).text()).toContain("Vendite");
  expect((await agent.get(own)).status).toBe(403);
  const headers = { origin: "http://aftercall.test" };
  expect((await agent.post(own, Object.entries(form()), headers)).status).toBe(403);
});
