import { afterEach, beforeEach, expect, test } from "vitest";
import { endedCall } from "../support/kit.ts";
import { hour, type Stage, stage } from "./stage.ts";

let s: Stage;
beforeEach(async () => {
  s = await stage();
});
afterEach(() => s.product.close());

const line = "390521123456";
const calls = (id: string, number = line) => s.ct({ ...endedCall(1), call_id: id, external_number: number });
const writes = () =>
  s.wa({
    event: "messages.received",
    sessionId: "demo",
    data: {
      messages: {
        key: {
          id: "3A1A22A2F2EEE000001",
          fromMe: false,
          remoteJid: `${line}@s.whatsapp.net`,
          senderPn: `${line}@s.whatsapp.net`,
          cleanedSenderPn: line,
        },
        messageBody: "Buongiorno, vi mando la bolletta dal numero dell’azienda",
        message: { conversation: "Buongiorno, vi mando la bolletta dal numero dell’azienda" },
      },
    },
  });

test("a fixed line of which nothing is known is refused, until a person sends anyway", async () => {
  await calls("1");
  expect(await s.call("1")).toMatchObject({ should_send: false, should_send_code: "fixed_line" });
  expect(await s.override("1", "send")).toBe("staff_send");
  expect((await s.msgs()).at(-1)).toMatchObject({ status: "queued", recipient: `+${line}` });
});

test("a fixed line that has written is reachable", async () => {
  await calls("1");
  await writes();
  await s.shift(200 * hour);
  await calls("2");
  expect(await s.call("2")).toMatchObject({ should_send: true, should_send_code: "default_rule" });
});

test("who is not on WhatsApp is not tried again by itself, until they write", async () => {
  await calls("1");
  await s.override("1", "send");
  const claim = await s.claim();
  await s.settle(claim.message.id, claim.message.attempt, {
    kind: "failed",
    code: "not_on_whatsapp",
    message: "no",
  });
  await s.shift(200 * hour);
  await calls("2", "393330001001");
  expect(await s.call("2")).toMatchObject({ should_send: true });
  const [told] = await s.sql`select value from contact_identities where not_on_whatsapp_at is not null`;
  expect(told).toEqual({ value: `+${line}` });
  await writes();
  await s.shift(200 * hour);
  await calls("3");
  expect(await s.call("3")).toMatchObject({ should_send: true });
});

test("a mobile that is not on WhatsApp: the next call says so, and a person may try", async () => {
  await calls("1", "393330001001");
  const claim = await s.claim();
  await s.settle(claim.message.id, claim.message.attempt, {
    kind: "failed",
    code: "not_on_whatsapp",
    message: "no",
  });
  await s.shift(200 * hour);
  await calls("2", "393330001001");
  expect(await s.call("2")).toMatchObject({ should_send: false, should_send_code: "not_on_whatsapp" });
  expect(await s.override("2", "send")).toBe("staff_send");
});

test("where the rules are to judge fixed lines too, one is written to; the same number is not tried twice in vain", async () => {
  await s.sql`insert into workspace_settings (workspace_id, kind, version, value)
    select id, 'rules', 1, app.default_setting('rules') || '{"tryFixedLines": true}' from workspaces`;
  await calls("1");
  expect(await s.call("1")).toMatchObject({ should_send: true, should_send_code: "default_rule" });
  const claim = await s.claim();
  await s.settle(claim.message.id, claim.message.attempt, {
    kind: "failed",
    code: "not_on_whatsapp",
    message: "no",
  });
  await s.shift(200 * hour);
  await calls("2");
  expect(await s.call("2")).toMatchObject({ should_send: false, should_send_code: "not_on_whatsapp" });
});
