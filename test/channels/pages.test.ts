import { HttpResponse } from "msw";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Visitor } from "../monitor/visitor.ts";
import { plain } from "../settings/stage.ts";
import { type ChannelStage, channelStage, second } from "./stage.ts";

/** The page of the channels: who sees and does what, and that no credential ever comes back. */
const path = "/monitor/settings/channels";
type Who = "agent" | "manager" | "admin";
let s: ChannelStage;
let visitors: Record<Who, Visitor>;

beforeAll(async () => {
  s = await channelStage();
  const entries = await Promise.all(
    (["agent", "manager", "admin"] as const).map(async (role) => {
      const visitor = new Visitor(s.product.doors.monitor);
      await visitor.signIn(await s.product.db.createStaff({ role }));
      return [role, visitor] as const;
    }),
  );
  visitors = Object.fromEntries(entries) as Record<Who, Visitor>;
});
afterAll(() => s.product.close());

const page = async (where: string, who: Who = "manager", language = "en") => {
  const response = await visitors[who].get(where, { "accept-language": language });
  return { status: response.status, text: plain(await response.text()) };
};
const post = async (where: string, form: Record<string, string>, who: Who = "admin") => {
  const headers = { origin: "http://aftercall.test", "accept-language": "en" };
  const response = await visitors[who].post(where, form, headers);
  return {
    status: response.status,
    to: response.headers.get("location"),
    text: plain(await response.text()),
  };
};
const typed = (apiKey: string, more: Record<string, string> = {}) => ({
  name: "Vendite <b>",
  "credential-apiKey": apiKey,
  "credential-webhookSecret": second.webhookSecret,
  ...more,
});
const paced = { minInterval: "2,5", jitter: "0", dailyLimit: "30", warmUpDays: "0" };

describe("everybody of the company reads them", () => {
  test.for(["en", "it"])("in %s", async (language) => {
    const { status, text } = await page(path, "agent", language);
    expect(status).toBe(200);
    expect(text).toContain(language === "it" ? "Numeri WhatsApp" : "WhatsApp numbers");
    expect(text).toContain(language === "it" ? "primi contatti" : "first contacts");
    const one = await page(`${path}/${s.first}`, "agent", language);
    expect(one.text).not.toMatch(/<form method="post" action="\/monitor\/settings/);
  });

  test("the settings' first page leads there", async () => {
    expect((await page("/monitor/settings")).text).toContain("1 number in use");
  });
});

describe("an admin adds a number", () => {
  test("with what its vendor asks for; nothing secret is written back, and it is escaped", async () => {
    const form = await page(`${path}/add?vendor=wasender`, "admin");
    expect(form.text).toContain('type="password" id="credential-apiKey"');
    const wrong = await post(`${path}/add?vendor=wasender`, {
      ...typed("typed-in-vain-not-real"),
      "credential-sessionId": "7 7!",
    });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain("This cannot be right.");
    expect(wrong.text).not.toContain("typed-in-vain");
    expect(wrong.text).not.toContain(second.webhookSecret);
    expect(wrong.text).toContain('value="7 7!"');
    const added = await post(`${path}/add?vendor=wasender`, typed(second.apiKey));
    expect(added.status).toBe(303);
    const response = await visitors.admin.get(added.to!);
    const raw = await response.text();
    expect(raw).toContain("Vendite &lt;b&gt;");
    expect(raw).toContain("Now set the webhook at the vendor");
    expect(raw).toMatch(/set <time[^>]*>[^<]*<\/time> by you/);
    expect(raw).not.toContain(second.apiKey);
    const again = await post(`${path}/add?vendor=wasender`, typed(second.apiKey));
    expect([again.status, again.text.includes("has this account already")]).toEqual([409, true]);
  });

  test("others may not", async () => {
    for (const who of ["agent", "manager"] as const) {
      expect((await post(`${path}/add?vendor=wasender`, typed("another-key-123"), who)).status).toBe(403);
      expect((await post(`${path}/${s.first}/retire`, { queue: "cancel" }, who)).status).toBe(403);
      expect((await post(`${path}/${s.first}/credentials`, typed("another-key-123"), who)).status).toBe(403);
    }
    for (const action of ["pace", "name", "test", "pause", "first"]) {
      expect((await post(`${path}/${s.first}/${action}`, { name: "x" }, "agent")).status).toBe(403);
    }
    expect((await page(`${path}/${crypto.randomUUID()}`)).status).toBe(404);
    expect((await post(`${path}/add?vendor=none`, typed("another-key-123"))).status).toBe(404);
  });
});

describe("a manager", () => {
  test("changes the pace, also of a weekday and its hours; what cannot be is pointed out", async () => {
    const where = `${path}/${s.first}/pace`;
    const wrong = await post(where, { ...paced, "sat-limit": "many" }, "manager");
    expect([wrong.status, wrong.text.includes('id="sat-limit-error"')]).toEqual([422, true]);
    const form = {
      ...paced,
      "sat-interval": "90",
      "sat-limit": "5",
      ownHours: "on",
      "mon-hours": "9-13, 15-19",
    };
    expect((await post(where, form, "manager")).status).toBe(303);
    expect(await s.channel(s.first)).toMatchObject({
      min_interval_ms: 2500,
      daily_limit: 30,
      weekday_pace: { sat: { minIntervalMs: 90_000, dailyLimit: 5 } },
      hours: {
        mon: [
          { from: "09:00", until: "13:00" },
          { from: "15:00", until: "19:00" },
        ],
        tue: [],
      },
    });
    const { text } = await page(`${path}/${s.first}`);
    expect(text).toContain("Pace saved.");
    expect(text).toContain('value="09:00-13:00, 15:00-19:00"');
    expect((await post(where, paced, "manager")).status).toBe(303);
    expect(await s.channel(s.first)).toMatchObject({ weekday_pace: {}, hours: null });
  });

  test.for([
    ["connected", () => HttpResponse.json({ status: "connected" }), "the number is connected"],
    ["unlinked", () => HttpResponse.json({ status: "need_scan" }), "not connected to WhatsApp"],
    ["refused", () => HttpResponse.json({ message: "Invalid" }, { status: 401 }), "refuses the key"],
  ] as const)("tests the connection: %s", async ([, answer, said]) => {
    s.product.wasender.answerStatus(answer);
    expect((await post(`${path}/${s.first}/test`, {}, "manager")).status).toBe(303);
    expect((await page(`${path}/${s.first}`)).text).toContain(said);
    expect(s.product.wasender.sends).toEqual([]);
  });

  test("pauses, resumes, renames", async () => {
    await post(`${path}/${s.first}/pause`, {}, "manager");
    expect(await s.channel(s.first)).toMatchObject({ state: "paused" });
    await post(`${path}/${s.first}/resume`, {}, "manager");
    await post(`${path}/${s.first}/name`, { name: "Assistenza" }, "manager");
    expect(await s.channel(s.first)).toMatchObject({ state: "active", name: "Assistenza" });
    expect((await post(`${path}/${s.first}/name`, { name: " " }, "manager")).status).toBe(422);
  });
});

test("an admin gives the environment's number its own credentials, chooses another for first contacts, and retires it", async () => {
  const [other] = await s.sql`select id from channels where not uses_environment`;
  const refused = await post(`${path}/${s.first}/retire`, { queue: "cancel" });
  expect([refused.status, refused.text.includes("takes the first contacts")]).toEqual([409, true]);
  const given = await post(`${path}/${s.first}/credentials`, typed("a-key-of-its-own-1"));
  expect(given.status).toBe(303);
  expect(await s.channel(s.first)).toMatchObject({ uses_environment: false, credentials_version: 1 });
  await post(`${path}/${other!.id}/first`, {}, "manager");
  expect((await post(`${path}/${s.first}/retire`, { queue: other!.id })).status).toBe(303);
  const { text } = await page(`${path}/${s.first}`, "admin");
  expect(text).toContain("Retired.");
  expect(text).not.toContain("/credentials");
  const log = await s.sql`select action from audit_log where subject_id = ${s.first} order by id`;
  expect(log.map(({ action }) => action).slice(-2)).toEqual(["credentials_changed", "channel_retired"]);
});
