import { afterAll, beforeAll, expect, test } from "vitest";
import { Visitor } from "../monitor/visitor.ts";
import { endedCall, inbound, type Kit, kit, pdf } from "../support/kit.ts";

/** Whatever strangers, colleagues and addresses say: no page runs it, breaks on it, or leads away by it. */
let k: Kit;
let admin: Visitor;
const words = `"><img src=x onerror=alert(1)><script>alert(2)</script>\u202Ejavascript:alert(3)`;

beforeAll(async () => {
  k = await kit();
  const named = Object.fromEntries(
    ["contact_name", "agent_name", "agent_email", "company", "disposition", "campaign", `own ${words}`].map(
      (name) => [name, words],
    ),
  );
  await k.ct(endedCall(1, { ...named, tags: [words], recording_url: "javascript:alert(1)" }));
  const { message } = await k.claim();
  await k.settle(message.id, message.attempt, { kind: "accepted", providerMessageId: "58", httpStatus: 200 });
  await k.shift(60_000);
  await k.wa(inbound(1, words));
  const file = { ...pdf.documentMessage, fileName: words, mimetype: words, caption: words };
  await k.wa(inbound(1, "", { message: { documentMessage: file } }));
  await k.ct(`{broken ${words}`);
  const { sql } = k;
  await sql`update workspaces set name = ${words}`;
  await sql`insert into contact_consents (workspace_id, contact_id, kind, source, words, reason)
    select workspace_id, id, 'stopped', 'customer', ${words}, ${words} from contacts`;
  await sql`insert into audit_log (workspace_id, action, subject_kind, subject_id, detail)
    select id, ${words}, ${words}, ${words}, ${sql.json({ [words]: words })} from workspaces`;
  await sql`insert into whatsapp_templates (workspace_id, key, language, body) select id, 'own', 'it', ${words} from workspaces`;
  const rule = { id: "own", name: words, enabled: true, when: { disposition: [words] } };
  const kept = (value: object) => sql.json(JSON.parse(JSON.stringify(value)));
  const save = (kind: string, value: object) =>
    sql`insert into workspace_settings (workspace_id, kind, version, value) select id, ${kind}, 1, ${kept(value)} from workspaces`;
  // biome-ignore lint/suspicious/noThenProperty: a rule has one.
  await save("rules", { rules: [{ ...rule, then: { send: false, reason: words } }] });
  await save("field_mapping", { fields: { contactName: words } });
  admin = new Visitor(k.product.doors.monitor);
  await admin.signIn(await k.product.db.createStaff({ role: "admin" }));
});
afterAll(() => k.product.close());

const settings = [
  "hours",
  "cooldown",
  "consent",
  "machines",
  "reminders",
  "retention",
  "fields",
  "rules",
  "templates",
];
const pages = [
  ...[
    "",
    "/diagnostics",
    "/diagnostics/live",
    "/events",
    "/events/1",
    "/events/4",
    "/calls/1",
    "/calls",
    "/calls?q=x&agent=x",
    "/people",
    "/people?tag=x",
    "/insights",
    `/insights?agent=${encodeURIComponent(words)}`,
    "/contacts/1",
    "/contacts/1/erase",
  ],
  ...[
    "/audit",
    "/tasks",
    "/settings",
    "/settings/rules/history",
    "/settings/rules/edit?id=own",
    "/settings/rules/try?call=1",
  ],
  ...[
    "/settings/templates/edit?key=own",
    "/sign-in",
    "/sent-log",
    ...settings.map((kind) => `/settings/${kind}`),
  ],
].map((path) => `/monitor${path}`);

const telling = new Set(
  [
    "",
    "/calls/1",
    "/contacts/1",
    "/audit",
    "/settings/rules/history",
    "/settings/templates/edit?key=own",
  ].map((path) => `/monitor${path}`),
);

test.for(pages)("%s shows hostile words as words", async (path) => {
  // Who is signed in is sent on from the sign-in.
  const who = path === "/monitor/sign-in" ? new Visitor(k.product.doors.monitor) : admin;
  for (const language of ["it", "en"]) {
    const response = await who.get(path, { "accept-language": language });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    const html = await response.text();
    expect(html).not.toMatch(/<img src=x|<script>alert|(href|src|action)="javascript:/i);
    if (telling.has(path)) expect(html).toContain("&lt;img src=x");
  }
});

const values = [
  "-1",
  "99999999999999999999",
  "9223372036854775808",
  "%00",
  "%ff",
  "x".repeat(2_000),
  "//evil.example",
];
const names =
  "q search before call message event lang filter state source kind person rule id key older back next day agent outcome owner tag from to period".split(
    " ",
  );
test.for(pages)("%s takes no address for more than it is", async (path) => {
  for (const value of values) {
    const query = names.map((name) => `${name}=${value}`).join("&");
    const response = await admin.get(`${path.split("?")[0]}?${query}`);
    expect([value.slice(0, 20), response.status < 500]).toEqual([value.slice(0, 20), true]);
    expect(response.headers.get("location") ?? "/monitor").toMatch(/^\/monitor/);
  }
});
