import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Visitor } from "../monitor/visitor.ts";
import type { Staff } from "../support/create-staff.ts";
import { endedCall, phone } from "../support/kit.ts";
import { hour, type Stage, stage } from "./stage.ts";

/** An assistant's presses: what they pass over is named, one person gets one message, nights are nights. */
let k: Stage;
let agent: Staff;
beforeEach(async () => {
  k = await stage();
  agent = await k.product.db.createStaff({ role: "agent" });
});
afterEach(() => k.product.close());

type Role = "agent" | "manager";
const press = async (id: string, over: object = {}, role: Role = "agent") => {
  const { client } = role === "agent" ? agent : k.manager;
  const call = Number((await k.call(id)).id);
  const { data, error } = await client.rpc("override_call", { call, decision: "send", ...over });
  return error ? error.code : (data as string);
};
const lifts = async (id: string) =>
  (await k.ask("call_lifts", { call: Number((await k.call(id)).id) })).lifts;
const confirmed = async (id: string, over: object = {}, role: Role = "agent") =>
  press(id, { lifts: await lifts(id), ...over }, role);
const sent = async () => (await k.sql`select from whatsapp_send_attempts`).length;
const night = () => k.product.db.freezeClock("2026-11-22T02:30:00Z");

test("twenty presses of an assistant on old calls of one person at half past three send nothing then, and one in the morning", async () => {
  for (let n = 0; n < 20; n += 1) await k.ct(endedCall(1, { call_id: `old-${n}`, talking_time: "0" }));
  await night();
  for (let n = 0; n < 20; n += 1) {
    await confirmed(`old-${n}`);
    await k.sendAll();
  }
  expect(await sent()).toBe(0);
  await k.product.db.freezeClock("2026-11-22T08:00:00Z");
  for (let n = 0; n < 20; n += 1) {
    await k.sendAll();
    await confirmed(`old-${n}`);
  }
  expect(await sent()).toBe(1);
});

test("one open ask a person holds, until a day or the cooldown has passed, whichever is longer", async () => {
  await k.ct(endedCall(1));
  await k.sendAll();
  await k.ct(endedCall(1, { call_id: "b", talking_time: "0" }));
  expect([await confirmed("b"), await confirmed("b", {}, "manager")]).toEqual(["covered", "covered"]);
  await k.save("cooldown", { hours: 0 });
  expect(await confirmed("b")).toBe("covered");
  await k.shift(25 * hour);
  expect(await confirmed("b")).toBe("staff_send");
  expect((await k.msgs()).filter(({ ask_open: open }) => open)).toMatchObject([{ status: "queued" }]);
});

describe("what it passes over is named and asked for", () => {
  test.each([
    ["unanswered", { talking_time: "0" }],
    ["do_not_send", { shouldSend: false }],
    ["voicemail", { talking_time: "0", is_voicemail: true }],
    ["internal_call", { direction: "internal" }],
  ])("%s", async (code, over) => {
    await k.ct(endedCall(1, over));
    expect(await lifts("900000001")).toEqual([code]);
    expect(await press("900000001")).toBe("not_confirmed");
    expect(await press("900000001", { lifts: ["cooldown"] })).toBe("not_confirmed");
    expect(await k.msgs()).toEqual([]);
    expect(await k.call("900000001")).toMatchObject({ staff_decision: null, should_send_code: code });
    expect(await press("900000001", { lifts: [code] })).toBe("staff_send");
    expect(await k.sql`select user_id, detail from audit_log where action = 'call_overridden'`).toEqual([
      { user_id: agent.userId, detail: { decision: "send", answer: "staff_send", lifted: [code] } },
    ]);
  });

  test("several at once: refused by its data, and asked a short while ago", async () => {
    await k.ct(endedCall(1));
    await k.sendAll();
    await k.text(1);
    await k.ct(endedCall(1, { call_id: "b", shouldSend: false }));
    expect(await lifts("b")).toEqual(["do_not_send", "cooldown"]);
    expect(await press("b", { lifts: ["do_not_send"] })).toBe("not_confirmed");
    expect(await press("b", { lifts: ["do_not_send", "cooldown"] })).toBe("staff_send");
  });

  test("a bill that is here, a colleague's no, a call that goes on", async () => {
    await k.ct(endedCall(1));
    await k.sendAll();
    await k.file(1);
    await k.ct(endedCall(1, { call_id: "b" }));
    expect(await lifts("b")).toEqual(["bill_received"]);
    await k.ct(endedCall(2));
    await k.override("900000002", "dont_send");
    expect(await lifts("900000002")).toEqual(["staff_refused"]);
  });

  test("what was confirmed once is not asked for again when the message failed", async () => {
    await k.ct(endedCall(1, { shouldSend: false }));
    await confirmed("900000001");
    const { message } = await k.claim();
    await k.settle(message.id, message.attempt, { kind: "failed", code: "refused", message: "no" });
    expect(await press("900000001")).toBe("staff_send");
  });
});

describe("hours", () => {
  test("hold for an assistant; a manager may say that they do not, an assistant may not", async () => {
    await night();
    for (const n of [1, 2]) await k.ct(endedCall(n, { talking_time: "0" }));
    expect(await confirmed("900000001")).toBe("staff_send");
    expect(await k.claim()).toMatchObject({ action: "idle", nextAt: "2026-11-22T07:00:00+00:00" });
    expect(await confirmed("900000002", { any_hour: true })).toBe("42501");
    expect(await confirmed("900000002", { any_hour: true }, "manager")).toBe("staff_send");
    expect(await k.claim()).toMatchObject({ action: "claimed", message: { to: phone(2) } });
    const [log] = await k.sql`select detail from audit_log where action = 'call_overridden' order by id desc`;
    expect(log?.detail).toMatchObject({ anyHour: true });
  });

  test("hold for what is sent again because nobody knows whether it arrived", async () => {
    await k.ct(endedCall(1));
    const { message } = await k.claim();
    await k.settle(message.id, message.attempt, { kind: "uncertain", code: "timeout", message: "?" });
    await night();
    await agent.client.rpc("resolve_uncertain", { message: message.id, decision: "resend" });
    expect(await k.followUp(1)).toMatchObject({ status: "queued" });
    expect(await k.claim()).toMatchObject({ action: "idle", nextAt: "2026-11-22T07:00:00+00:00" });
  });
});

test("so many presses a member and day: refused, logged, told to others; a manager has more", async () => {
  for (let n = 1; n <= 22; n += 1) await k.ct(endedCall(n, { talking_time: "0" }));
  const answers = [];
  for (let n = 1; n <= 21; n += 1) answers.push(await confirmed(`9000000${String(n).padStart(2, "0")}`));
  expect(answers).toEqual([...Array(20).fill("staff_send"), "limit_reached"]);
  expect(
    await k.sql`select detail ->> 'answer' as answer, subject_id from audit_log where user_id = ${agent.userId}
    order by id desc limit 1`,
  ).toEqual([{ answer: "limit_reached", subject_id: "21" }]);
  expect(await confirmed("900000021", {}, "manager")).toBe("staff_send");
  await k.shift(24 * hour);
  expect(await confirmed("900000022")).toBe("staff_send");
});

describe("on the page", () => {
  const open = async (staff: Staff) => {
    const visitor = new Visitor(k.product.doors.monitor);
    await visitor.signIn(staff);
    return visitor;
  };

  test.each([
    ["it", "Chiamata segnata: non scrivere al cliente.", "Subito, anche fuori orario"],
    ["en", "The call's data says not to send.", "At once, even outside the hours"],
  ] as const)(
    "%s: says what is passed over; only managers may choose the hour",
    async (language, why, hourWords) => {
      await k.ct(endedCall(1, { shouldSend: false }));
      const { id } = await k.call("900000001");
      for (const [staff, mayChoose] of [
        [agent, false],
        [k.manager, true],
      ] as const) {
        const visitor = await open(staff);
        for (const path of ["/monitor/diagnostics", `/monitor/calls/${id}`]) {
          const html = (await (await visitor.get(path, { "accept-language": language })).text()).replaceAll(
            "&#39;",
            "'",
          );
          const form = /<form method="post" action="[^"]*override[\s\S]*?<\/form>/.exec(html)![0];
          expect(form).toContain(why);
          expect(form).toContain('name="lifts" value="do_not_send"');
          expect(form.includes(hourWords)).toBe(mayChoose);
        }
      }
    },
  );

  test("what a list did not name leads to the call's page, which does, and counts there", async () => {
    await k.ct(endedCall(1));
    await k.sendAll();
    await k.text(1);
    await k.ct(endedCall(1, { call_id: "b", shouldSend: false }));
    const { id } = await k.call("b");
    const visitor = await open(agent);
    const path = `/monitor/calls/${id}/override`;
    const answer = await visitor.post(path, { decision: "send", lifts: "do_not_send" });
    expect(answer.headers.get("location")).toBe(`/monitor/calls/${id}`);
    const html = await (await visitor.get(`/monitor/calls/${id}`, { "accept-language": "it" })).text();
    expect(html).toContain("leggi che cosa lo ferma");
    expect([...html.matchAll(/name="lifts" value="(\w+)"/g)].map(([, code]) => code)).toEqual([
      "do_not_send",
      "cooldown",
    ]);
    expect(await sent()).toBe(1);
    await k.ask("override_call", { call: Number(id), decision: "send", lifts: ["do_not_send", "cooldown"] });
    const log = await (
      await (await open(k.manager)).get("/monitor/audit", { "accept-language": "en" })
    ).text();
    expect(log).toContain(
      "although: The call&#39;s data says not to send; We wrote to them a short while ago",
    );
  });
});
