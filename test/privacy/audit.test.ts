import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditTexts } from "../../lib/pages/audit/texts.ts";
import { Visitor } from "../monitor/visitor.ts";
import type { Staff } from "../support/create-staff.ts";
import { createProduct, endedCall, type Product, phone } from "../support/kit.ts";
import { schemaSql } from "../support/schema-sql.ts";

let product: Product;
let admin: Staff;
let manager: Staff;
let contact: number;
const visitor = async (staff: Staff) => {
  const browser = new Visitor(product.doors.monitor);
  await browser.signIn(staff);
  return browser;
};

beforeAll(async () => {
  product = await createProduct({}, () => ({ background: () => {} }));
  admin = await product.db.createStaff({ role: "admin" });
  manager = await product.db.createStaff({ role: "manager" });
  await product.postCloudtalk(endedCall(1, { contact_name: "Marisa Ferraris" }));
  await product.postCloudtalk(endedCall(2));
  const [call] = await product.db.sql`select id, contact_id from cloudtalk_calls order by id limit 1`;
  contact = Number(call?.contact_id);
  const [channel] = await product.db.sql`select id from channels`;
  await manager.client.rpc("set_channel_paused", { channel: channel?.id, paused: true });
  await manager.client.rpc("set_channel_paused", { channel: channel?.id, paused: false });
  await manager.client.rpc("override_call", { call: call?.id, decision: "dont_send" });
});
afterAll(() => product.close());

describe("the log of what staff did", () => {
  test("says who, what and on what, to managers; agents are told whom to ask", async () => {
    const page = await (await visitor(manager)).get("/monitor/audit");
    expect(page.status).toBe(200);
    const html = await page.text();
    for (const word of [
      manager.email.split("@")[0]!,
      "paused the number",
      "resumed the number",
      "overruled the rules",
      "signed in",
    ]) {
      expect(html).toContain(word);
    }
    expect(html).not.toMatch(/Marisa|3331000001/);
    const agent = await product.db.createStaff({ role: "agent" });
    const refused = await (await visitor(agent)).get("/monitor/audit");
    expect(refused.status).toBe(403);
    expect((await (await visitor(agent)).get("/monitor/audit.csv")).status).toBe(403);
  });

  test("says it in words, and leads to the page that was changed", async () => {
    await product.db
      .sql`select app.log_action(id, ${manager.userId}, 'settings_saved', 'settings', 'field_mapping', '{"version": 1}')
      from workspaces where key = 'default'`;
    const answer = await (await visitor(manager)).get("/monitor/audit", { "accept-language": "it" });
    const html = await answer.text();
    expect(html).toContain('<a href="/monitor/settings/fields">Impostazioni: Campi di CloudTalk</a>');
    expect(html).toContain("decisione: non inviare");
    expect(html).toContain("esito: Una persona ha deciso di non inviare");
  });

  test("of one person and one kind, and as a table", async () => {
    const browser = await visitor(manager);
    const html = await (await browser.get(`/monitor/audit?person=${manager.userId}&kind=call`)).text();
    expect(html).toContain("overruled the rules");
    expect(html).not.toContain("paused the number</");
    expect(html.match(/class="row"/g)).toHaveLength(1);
    const csv = await browser.get(`/monitor/audit.csv?kind=channel`);
    expect(csv.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    const lines = (await csv.text()).trim().split("\r\n");
    expect(lines).toHaveLength(3);
    expect(lines[0]).toBe("id,at,person,action,kind,subject,detail");
    expect(lines[1]).toContain(`${manager.email},channel_resumed,channel`);
  });

  test("the table opens right in Excel, runs nothing there, and stays in no cache", async () => {
    await product.db.sql`insert into audit_log (workspace_id, user_id, action, subject_kind, subject_id)
      select id, ${manager.userId}, 'seen', 'template', '=HYPERLINK("http://evil.example")' from workspaces`;
    const csv = await (await visitor(manager)).get("/monitor/audit.csv?kind=template");
    expect(Object.fromEntries(csv.headers)).toMatchObject({
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="audit.csv"; filename*=UTF-8''audit.csv`,
      "cache-control": "no-store",
    });
    const bytes = new Uint8Array(await csv.arrayBuffer());
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(new TextDecoder().decode(bytes)).toContain(
      `seen,template,"\u200B=HYPERLINK(""http://evil.example"")",{}`,
    );
  });

  test("a table that cannot be read is a page that says so, and no empty file", async () => {
    const browser = await visitor(manager);
    await product.db.sql.unsafe("alter function public.staff_names() rename to staff_names_away");
    const answer = await browser.get("/monitor/audit.csv");
    await product.db.sql.unsafe("alter function public.staff_names_away() rename to staff_names");
    expect([answer.status, answer.headers.get("content-disposition")]).toEqual([500, null]);
  });

  test("page by page, each entry once", async () => {
    await product.db.sql`insert into audit_log (workspace_id, user_id, action, subject_kind, subject_id)
      select id, ${manager.userId}, 'seen', 'incident', n::text from workspaces, generate_series(1, 120) n`;
    const browser = await visitor(manager);
    const seen: string[] = [];
    let next: string | undefined = "/monitor/audit?kind=incident";
    while (next) {
      const html = await (await browser.get(next)).text();
      seen.push(
        ...[...html.matchAll(/id="audit-(\d+)"/g)].filter(([, id]) => /^\d+$/.test(id!)).map(([, id]) => id!),
      );
      next = /id="audit-older" href="([^"]+)"/.exec(html)?.[1]?.replaceAll("&amp;", "&");
    }
    expect(seen).toHaveLength(120);
    expect(new Set(seen).size).toBe(120);
    const csv = await (await browser.get("/monitor/audit.csv?kind=incident")).text();
    expect(csv.trim().split("\r\n")).toHaveLength(121);
  });

  test("has a word in both languages for every action that the database writes", () => {
    const actions = [...schemaSql().matchAll(/perform app\.log_action\(([^;]*?)\) ?(?:;|from)/g)].flatMap(
      ([, args = ""]) =>
        [
          ...args
            .replaceAll(/when '[a-z_]+'/g, "")
            .split(
              /'(?:call|contact|message|channel|event|media|settings|session|incident|template|task|member|conversation|note|bills|api_key|lead_form_key|lead_form|lead)'/,
            )[0]!
            .matchAll(/'([a-z_]{4,})'/g),
        ].map(([, name]) => name!),
    );
    expect(actions.length).toBeGreaterThan(12);
    for (const action of new Set(actions)) {
      // The end of a name that is put together.
      for (const t of Object.values(auditTexts))
        expect([
          action,
          Object.keys(t.actions).some((name) =>
            action.startsWith("_") ? name.endsWith(action) : name === action,
          ),
        ]).toEqual([action, true]);
    }
  });
});

describe("erasing on the monitor", () => {
  test("shows what goes, asks for the name, says what was wrong, and is for admins", async () => {
    const path = `/monitor/contacts/${contact}/erase`;
    expect((await (await visitor(manager)).get(path)).status).toBe(403);
    expect((await (await visitor(manager)).post(path, { reason: "x", typed: phone(1) })).status).toBe(403);
    const browser = await visitor(admin);
    const asked = await (await browser.get(path)).text();
    expect(asked).toContain("the data of 1 call");
    expect(asked).toContain("“Marisa Ferraris”");
    const wrong = await browser.post(path, { reason: "asked by <b>e-mail</b>", typed: "somebody" });
    expect(wrong.status).toBe(422);
    expect(await wrong.text()).toContain('value="asked by &lt;b&gt;e-mail&lt;/b&gt;"');
    expect((await browser.post(path, { reason: " ", typed: "Marisa Ferraris" })).status).toBe(422);
    const done = await browser.post(path, { reason: "asked by e-mail", typed: "marisa ferraris" });
    expect([done.status, done.headers.get("location")]).toEqual([303, `/monitor/contacts/${contact}`]);
    const shell = await (await browser.get(`/monitor/contacts/${contact}`)).text();
    expect(shell).toContain("This person&#39;s data has been erased.");
    expect(shell).not.toMatch(/Marisa|3331000001|333 100 0001/);
    const back = await browser.post(`/monitor/contacts/${contact}/allow-again`, { reason: "wants to" });
    expect(back.status).toBe(303);
    expect(await (await browser.get(`/monitor/contacts/${contact}`)).text()).toContain("Back in:");
  });

  test("a form of another site is refused", async () => {
    const browser = await visitor(admin);
    const forged = await browser.post(
      `/monitor/contacts/${contact}/erase`,
      { reason: "x", typed: "x" },
      { origin: "https://evil.test" },
    );
    expect(forged.status).toBe(403);
  });
});

test("signing in and out is written down, and neither depends on it", async () => {
  const agent = await product.db.createStaff({ role: "agent" });
  const browser = await visitor(agent);
  await browser.post("/monitor/sign-out");
  expect(
    await product.db.sql`select action from audit_log where user_id = ${agent.userId} order by id`,
  ).toEqual([{ action: "signed_in" }, { action: "signed_out" }]);
  await product.db.sql.unsafe("alter function public.note_session(text) rename to note_session_away");
  const again = new Visitor(product.doors.monitor);
  expect((await again.signIn(agent)).status).toBe(303);
  expect((await again.get("/monitor")).status).toBe(200);
  expect((await again.post("/monitor/sign-out")).status).toBe(303);
});
