import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type SettingKind, settings } from "../../lib/settings/settings.ts";
import type { Staff } from "../support/create-staff.ts";
import { createProduct, type Product } from "../support/product.ts";

/** The settings as programs read and write them: every kind, good, bad, forbidden, and too late. */
let product: Product;
let staff: Record<"agent" | "manager" | "admin", Staff>;
beforeAll(async () => {
  product = await createProduct({}, () => ({ background: () => {} }));
  const [agent, manager, admin] = await Promise.all(
    (["agent", "manager", "admin"] as const).map((role) => product.db.createStaff({ role })),
  );
  staff = { agent: agent!, manager: manager!, admin: admin! };
});
afterAll(() => product.close());

// biome-ignore lint/suspicious/noExplicitAny: whatever the door answers
type Answer = { status: number; body: any };

async function ask(
  who: keyof typeof staff | null,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> {
  const response = await product.doors.rest.request(`http://aftercall.test${path}`, {
    method,
    headers: {
      ...(who && { authorization: `Bearer ${staff[who].accessToken}` }),
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

const kinds = Object.keys(settings) as SettingKind[];
const window = (from: string, until: string) => [{ from, until }];
const week = Object.fromEntries(
  ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map((day) => [day, window("09:00", "18:00")]),
) as Record<string, unknown>;
const hours = { weekdays: week, holidays: [], italianHolidays: true, useContactTimeZone: false };
const consent = {
  stopWords: { it: ["basta"] },
  startWords: { it: ["riprendi"] },
  confirm: true,
  confirmation: { stop: "Va bene.", start: "Bentornato." },
};
const rule = (over: object = {}) => ({
  id: "missed",
  name: "Chiamata persa",
  enabled: true,
  when: { outcome: ["missed"] },
  // biome-ignore lint/suspicious/noThenProperty: "when … then" is how a rule is read; nothing awaits one.
  then: { send: true, template: "follow_up", delayMinutes: 10, priority: "live", expiresAfterHours: 24 },
  ...over,
});

const good: Record<SettingKind, unknown> = {
  rules: { rules: [rule()] },
  hours,
  cooldown: { hours: 48 },
  consent,
  machines: { phrases: ["risponderemo appena possibile", "grazie per ... risponderemo"] },
  reminders: { enabled: true, steps: [{ afterDays: 3, template: "follow_up" }] },
  retention: { eventsDays: 10, messagesDays: null, mediaDays: 365, callsDays: null, leadsDays: 30 },
  field_mapping: { fields: { callId: "id" } },
  reasons: { outboundCalls: "agreed_only", agreedTags: ["whatsapp ok"], lists: "allowed" },
  lead_rules: { rules: [rule({ when: { sources: ["google_ads"] } })] },
  contact_fields: { fields: [{ key: "capi", label: "Capi", kind: "number" }] },
  leads: { fromMessages: false, assignment: { kind: "round_robin" } },
};

const bad: [SettingKind, unknown, field: string][] = [
  ["rules", { rules: [rule({ name: " " })] }, "rules[0].name"],
  [
    "rules",
    { rules: [rule({ when: { talkingSeconds: { min: 60, max: 30 } } })] },
    "rules[0].when.talkingSeconds",
  ],
  ["rules", { rules: [rule({ when: { weather: "rain" } })] }, "rules[0].when"],
  ["rules", { rules: [rule(), rule()] }, "rules"],
  [
    "rules",
    {
      rules: [
        rule(),
        rule({
          id: "b",
          // biome-ignore lint/suspicious/noThenProperty: as above
          then: { send: true, template: "gone", delayMinutes: 0, priority: "live", expiresAfterHours: 1 },
        }),
      ],
    },
    "rules[1].then.template",
  ],
  ["hours", { ...hours, weekdays: { ...week, tue: window("09:00", "25:00") } }, "weekdays.tue[0].until"],
  ["hours", { ...hours, weekdays: { ...week, wed: window("09:00", "09:00") } }, "weekdays.wed[0]"],
  [
    "hours",
    { ...hours, weekdays: Object.fromEntries(Object.keys(week).map((day) => [day, []])) },
    "weekdays",
  ],
  ["hours", { ...hours, holidays: [{ date: "2026-13-01" }] }, "holidays[0].date"],
  ["hours", { ...hours, holidays: [{ date: "2026-02-30" }] }, "holidays[0].date"],
  ["cooldown", { hours: -1 }, "hours"],
  ["cooldown", { hours: "24" }, "hours"],
  ["consent", { ...consent, stopWords: { it: [] } }, "stopWords"],
  ["consent", { ...consent, confirmation: { stop: "", start: "x" } }, "confirmation.stop"],
  ["machines", { phrases: ["grazie a voi tutti", "ok"] }, "phrases[1]"],
  ["reminders", { enabled: true, steps: [] }, "steps"],
  ["reminders", { enabled: true, steps: [{ afterDays: 0, template: "follow_up" }] }, "steps[0].afterDays"],
  ["reminders", { enabled: true, steps: [{ afterDays: 1, template: "gone" }] }, "steps[0].template"],
  ["retention", { eventsDays: null, messagesDays: 1, mediaDays: 1 }, "eventsDays"],
  ["field_mapping", { fields: { nonsense: "x" } }, "fields"],
  ["cooldown", null, "cooldown"],
];

describe("what holds before anybody saved", () => {
  test.for(kinds)("%s is a value that could be saved", async (kind) => {
    const { status, body } = await ask("agent", "GET", `/api/settings/${kind}`);
    expect([status, body.version]).toEqual([200, 0]);
    expect(settings[kind].parse(body.value)).toEqual(body.value);
  });
});

describe("a bad value is refused with the field named, and the old one stays", () => {
  test.for(bad)("%s %j: %s", async ([kind, value, field]) => {
    const before = await ask("agent", "GET", `/api/settings/${kind}`);
    const { status, body } = await ask("admin", "PUT", `/api/settings/${kind}`, {
      version: before.body.version,
      value,
    });
    expect([status, body.error.code, body.error.field]).toEqual([422, "bad_setting", field]);
    expect(body.error.message).toContain(`"${field}"`);
    expect(await ask("agent", "GET", `/api/settings/${kind}`)).toEqual(before);
  });
});

describe.each(kinds)("%s", (kind) => {
  const path = `/api/settings/${kind}`;
  const least = kind === "retention" ? "admin" : "manager";

  test("is for the signed-in: an agent reads, and may not write", async () => {
    const before = await ask("agent", "GET", path);
    expect((await ask(null, "GET", path)).status).toBe(401);
    expect((await ask(null, "PUT", path, { version: 0, value: good[kind] })).status).toBe(401);
    expect((await ask("agent", "PUT", path, { version: 0, value: good[kind] })).status).toBe(403);
    if (least === "admin") {
      expect((await ask("manager", "PUT", path, { version: 0, value: good[kind] })).status).toBe(403);
    }
    expect(await ask("agent", "GET", path)).toEqual(before);
  });

  test("is saved over the version that was read, once, and in the audit log", async () => {
    const { version } = (await ask(least, "GET", path)).body;
    const saved = await ask(least, "PUT", path, { version, value: good[kind] });
    expect(saved).toEqual({ status: 200, body: { kind, version: version + 1 } });
    const now = await ask("agent", "GET", path);
    expect(now.body).toMatchObject({ version: version + 1, value: good[kind], savedBy: staff[least].userId });
    const late = await ask(least, "PUT", path, { version, value: good[kind] });
    expect([late.status, late.body.error.code]).toEqual([409, "conflict"]);
    const [entry] = await product.db.sql`select action, user_id, detail from audit_log
      where subject_kind = 'settings' and subject_id = ${kind} order by id desc`;
    expect(entry).toEqual({
      action: "settings_saved",
      user_id: staff[least].userId,
      detail: { version: version + 1 },
    });
  });
});

test("rules are at an address of their own too", async () => {
  expect((await ask("agent", "GET", "/api/rules")).body).toEqual(
    (await ask("agent", "GET", "/api/settings/rules")).body,
  );
});

test.for([
  ["GET", "/api/settings/nonsense", undefined, 404],
  ["PUT", "/api/settings/cooldown", { value: { hours: 1 } }, 400],
  ["PUT", "/api/settings/cooldown", [], 400],
] as const)("%s %s with %j is answered %i", async ([method, path, body, status]) => {
  expect((await ask("manager", method, path, body)).status).toBe(status);
});

test("what another site's form could post is not taken", async () => {
  const response = await product.doors.rest.request("http://aftercall.test/api/settings/cooldown", {
    method: "PUT",
    headers: { authorization: `Bearer ${staff.manager.accessToken}`, "content-type": "text/plain" },
    body: JSON.stringify({ version: 0, value: { hours: 1 } }),
  });
  expect(response.status).toBe(415);
});

describe("texts", () => {
  const text = (over: object = {}) => ({
    key: "missed_call",
    language: "it",
    body: "Salve {contact_name|cliente}",
    ...over,
  });
  const keys = async () =>
    (await ask("agent", "GET", "/api/templates")).body.templates.map(({ key }: { key: string }) => key);

  test("are written, changed over the version that was read, and removed", async () => {
    expect(await ask("manager", "POST", "/api/templates", text({ version: 0 }))).toEqual({
      status: 200,
      body: { key: "missed_call", version: 1 },
    });
    expect((await ask("manager", "POST", "/api/templates", text({ version: 0 }))).status).toBe(409);
    const changed = await ask("manager", "POST", "/api/templates", text({ version: 1, body: "Buongiorno" }));
    expect(changed.body.version).toBe(2);
    expect(await keys()).toEqual(["follow_up", "lead_follow_up", "missed_call"]);
    expect((await ask("manager", "DELETE", "/api/templates/missed_call")).status).toBe(200);
    expect((await ask("manager", "DELETE", "/api/templates/missed_call")).status).toBe(404);
    expect(await keys()).toEqual(["follow_up", "lead_follow_up"]);
  });

  test.for([
    [{ key: "With Blanks" }, "key"],
    [{ language: "italiano" }, "language"],
    [{ body: "" }, "body"],
    [{ body: "Ciao {phone}" }, "body"],
    [{ body: "Ciao {contact_name" }, "body"],
    [{ colour: "red" }, "template"],
  ] as const)("%j is refused: %s", async ([over, field]) => {
    const { status, body } = await ask("manager", "POST", "/api/templates", text(over));
    expect([status, body.error.code, body.error.field]).toEqual([422, "bad_setting", field]);
    expect(await keys()).toEqual(["follow_up", "lead_follow_up"]);
  });

  test("are for managers to write, and for all to read", async () => {
    expect((await ask(null, "GET", "/api/templates")).status).toBe(401);
    expect((await ask("agent", "POST", "/api/templates", text())).status).toBe(403);
    expect((await ask("agent", "DELETE", "/api/templates/follow_up")).status).toBe(403);
  });

  test("that a rule names stay", async () => {
    const { status, body } = await ask("manager", "DELETE", "/api/templates/follow_up");
    expect([status, body.error.code]).toEqual([422, "bad_setting"]);
    expect(body.error.message).toContain("rules");
    expect(await keys()).toEqual(["follow_up", "lead_follow_up"]);
  });
});
