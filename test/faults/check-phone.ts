import { phone } from "../support/calls.ts";
import type { Expected } from "./fault.ts";
import type { Stage } from "./stage/stage.ts";
import { until } from "./stage/until.ts";
import { echoOf } from "./stage/whatsapp-events.ts";

export interface PhoneReport {
  delivered: number;
  uncertain: number;
  violations: string[];
}

/** What performance.now can be wrong by between two readings of one process. */
const clockGrainMs = 1;
const known = ["accepted", "sent", "delivered", "read"];

/**
 * No follow-up twice on a phone, none lost, none said to be there that is not, the pace kept; then the customers' phones
 * speak, and what was uncertain must be settled by them.
 */
export async function checkPhone(stage: Stage, expected: Expected): Promise<PhoneReport> {
  const { wasender } = stage;
  const violations: string[] = [];
  const seen = (n: number) => wasender.phone.filter(({ to }) => to === phone(n)).length;
  for (const n of stage.customers) {
    if (expected.resent?.includes(n)) continue;
    if (seen(n) > 1) violations.push(`customer ${n} sees the follow-up ${seen(n)} times`);
    const knocks = wasender.knocks.filter(({ to, refused }) => to === phone(n) && !refused);
    if (knocks.length > 1)
      violations.push(`${knocks.length} provider calls for customer ${n} that may have sent`);
  }
  const knocks = wasender.knocks.toSorted((a, b) => a.at - b.at);
  for (const [i, { at, worker }] of knocks.entries()) {
    const gap = at - (knocks[i - 1]?.at ?? Number.NEGATIVE_INFINITY);
    if (gap >= stage.intervalMs - clockGrainMs) continue;
    violations.push(`${gap.toFixed(1)} ms between sends of ${knocks[i - 1]?.worker} and ${worker}`);
  }

  const before = await statuses(stage);
  let uncertain = 0;
  for (const n of stage.customers) {
    const status = before.get(phone(n));
    if (status === undefined) violations.push(`customer ${n} has not exactly one follow-up`);
    else if (status === "uncertain") uncertain += 1;
    else if (!known.includes(status)) violations.push(`the follow-up to customer ${n} is left ${status}`);
    else if (seen(n) === 0) violations.push(`customer ${n} has nothing, but we say ${status}`);
  }
  const [least, most] =
    typeof expected.uncertain === "number" ? [expected.uncertain, expected.uncertain] : expected.uncertain;
  if (uncertain < least || uncertain > most)
    violations.push(`${uncertain} uncertain instead of ${least === most ? least : `${least}–${most}`}`);

  for (const n of stage.customers) {
    const shown = wasender.phone.find(({ to }) => to === phone(n));
    if (shown) await stage.sender.event(`echo ${n}`, echoOf(n, shown.text));
  }
  await until("the echoes to be taken", () => stage.sender.redeliver(), 10_000).catch((error: Error) => {
    violations.push(error.message);
  });
  const after = await statuses(stage);
  for (const n of stage.customers) {
    const status = after.get(phone(n)) ?? "missing";
    if (seen(n) > 0 && !["sent", "delivered", "read"].includes(status))
      violations.push(`customer ${n}'s phone shows it, but we say ${status}`);
  }
  return { delivered: wasender.phone.length, uncertain, violations };
}

async function statuses({ sql }: Stage): Promise<Map<string, string>> {
  const rows = await sql<{ recipient: string; status: string }[]>`
    select recipient, min(status) as status from whatsapp_messages
    where purpose = 'follow_up' group by recipient having count(*) = 1`;
  return new Map(rows.map(({ recipient, status }) => [recipient, status]));
}
