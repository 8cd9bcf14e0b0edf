import { expect, test } from "vitest";
import { stage } from "../rules/stage.ts";
import { endedCall, inbound } from "../support/kit.ts";

test("twenty at once: calls, replies, ticks, settings and staff; none waits for another in a circle", {
  timeout: 60_000,
}, async () => {
  const k = await stage();
  await k.template("reminder", "Ha trovato la bolletta?");
  for (let n = 1; n <= 4; n += 1) await k.ct(endedCall(n));
  await k.sendAll();
  const tick = async () => expect(await k.rpc("tick", {})).toMatchObject({ errors: [] });
  const reminders = { enabled: true, steps: [{ afterDays: 1, template: "reminder" }] };
  const [{ hours }] = await k.sql<[{ hours: object }]>`select app.default_setting('hours') as hours`;
  for (let round = 0; round < 4; round += 1) {
    const more = (n: number) => k.ct(endedCall(n, { call_id: `${round}-${n}` }));
    await Promise.all([
      ...[1, 2, 3, 4, 5, 6].map(more),
      ...[1, 2, 3, 4].map((n) => k.text(n, ["ok", "STOP", "START", "domani"][(n + round) % 4])),
      tick(),
      tick(),
      k.save("reminders", reminders),
      k.save("hours", hours),
      k.override("900000001", "send"),
      k.ask("confirm_bill", { call: 2 }),
      k.ask("undo_bill", { call: 2, reason: "prova" }),
      k.ask("set_contact_blocked", { contact: 3, blocked: round % 2 === 0, reason: "prova" }),
      k.wa(inbound(4, "x", { key: { senderLid: "180000000000777@lid" } })),
      k.ct({ event: "call-modified", call_id: "900000004", shouldSend: false }),
    ]);
    await k.sendAll();
  }
  expect(await k.sql`select from webhook_requests where outcome = 'failed'`).toHaveLength(0);
  expect(await k.sql`select from workspace_settings where kind in ('reminders', 'hours')`).toHaveLength(8);
  await k.product.close();
});
