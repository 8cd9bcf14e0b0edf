import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { settings } from "../../lib/settings/settings.ts";
import { endedCall, phone } from "../support/calls.ts";
import { formOf, over, type SettingsStage, stage } from "./stage.ts";

/** The pages of rules, of their dry run, and of the texts they send. */
let k: SettingsStage;
beforeAll(async () => {
  k = await stage();
});
afterAll(() => k.product.close());
const page: SettingsStage["page"] = (...asked) => k.page(...asked);
const post: SettingsStage["post"] = (...asked) => k.post(...asked);
const saved: SettingsStage["saved"] = (kind) => k.saved(kind);

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
    expect(agent.text).toMatch(/by manager-[0-9a-f]{8}\b/);
    const before = Number(await version());
    expect((await post(`${path}/history`, { version: String(before), restore: "1" })).status).toBe(303);
    expect(await names()).toContain("Persa in entrata");
    expect(Number(await version())).toBe(before + 1);
    expect((await post(`${path}/history`, { version: String(before), restore: "2" })).status).toBe(409);
  });

  test("what held before anybody saved comes back too", async () => {
    const { text } = await page(`${path}/history`);
    expect(text).toContain("As it was at the start");
    const kept = (await saved("rules")).value;
    expect((await post(`${path}/history`, { version: await version(), restore: "0" })).status).toBe(303);
    expect(await names()).toEqual(["Segreteria telefonica", "Chiamata senza risposta", "Dopo ogni chiamata"]);
    const before = Number(await version()) - 1;
    await post(`${path}/history`, { version: await version(), restore: String(before) });
    expect((await saved("rules")).value).toEqual(kept);
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
    Number((await k.product.db.sql`select count(*) as n from cloudtalk_calls`)[0]!.n) +
    Number((await k.product.db.sql`select count(*) as n from whatsapp_messages`)[0]!.n);

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

  test("what the database refuses is said in the reader's language only", async () => {
    const { sql } = k.product.db;
    await sql.unsafe(`alter function public.try_decision(uuid, jsonb, jsonb, bigint) rename to try_decision_away;
      create function public.try_decision(workspace uuid, facts jsonb, rules jsonb, call bigint) returns jsonb
      language plpgsql as $$ begin raise exception using errcode = 'PT400', message = 'Words of the log.'; end $$;
      grant execute on function public.try_decision(uuid, jsonb, jsonb, bigint) to authenticated`);
    const answer = await page(`${path}?call=1`, "agent", { "accept-language": "it" });
    await sql.unsafe(`drop function public.try_decision(uuid, jsonb, jsonb, bigint);
      alter function public.try_decision_away(uuid, jsonb, jsonb, bigint) rename to try_decision`);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain("Non si riesce a leggere.");
    expect(answer.text).not.toContain("Words of the log.");
  });

  test("of a past call, by the saved rules", async () => {
    await k.product.postCloudtalk(endedCall(40, { talking_time: "0", direction: "outgoing" }));
    const [{ id }] = await k.product.db.sql<
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
    (await k.product.db.sql`select key from whatsapp_templates order by key`).map(({ key }) => key);

  test("are added, seen as the customer gets them, changed and removed", async () => {
    const text = {
      version: "0",
      key: "persa",
      language: "it",
      body: "Salve {contact_name|cliente}!",
      do: "save",
    };
    expect((await post(edit, text)).to).toBe(path);
    expect((await page(`${edit}?key=persa`)).text).toMatch(
      /id="preview"[\s\S]*<blockquote class="bubble">Salve [^{<]+!/,
    );
    expect((await post(edit, text)).text).toContain("There is a text with this name already.");
    const changed = formOf((await page(`${edit}?key=persa`)).text, { body: "Buongiorno" });
    expect((await post(`${edit}?key=persa`, changed)).status).toBe(303);
    const late = await post(`${edit}?key=persa`, over(changed, { body: "Buonasera" }));
    expect([late.status, formOf(late.text).get("body")]).toEqual([409, "Buonasera"]);
    expect((await post(`${edit}?key=persa`, { version: "2", key: "persa", do: "remove" })).status).toBe(303);
    expect(await keys()).toEqual(["follow_up", "lead_follow_up"]);
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
    expect(await keys()).toEqual(["follow_up", "lead_follow_up"]);
  });
});
