import { Visitor } from "../../monitor/visitor.ts";
import { phone } from "../../support/calls.ts";
import type { Ending } from "./number-fault.ts";
import type { NumberStage } from "./number-stage.ts";

/** As long as leases, back-offs and probes last; then what still moves is what is broken. */
const rounds = 20;

/** The vendor speaks, the scheduler knocks, minutes go by, until nothing waits. */
export async function recoverNumber(stage: NumberStage): Promise<void> {
  const isMoving = async () =>
    (
      await stage.product.db.sql`
        select from whatsapp_messages where status in ('queued', 'sending', 'accepted', 'held', 'sent', 'delivered')`
    ).length > 0;
  await stage.tick();
  for (let round = 0; round < rounds && (await isMoving()); round += 1) await stage.tick();
}

/** Each customer has one follow-up, saw it once or as told, was asked for once, and it ended as told, in sight. */
export async function checkNumber(
  stage: NumberStage,
  endings: Readonly<Record<number, Ending>>,
  names: readonly string[] = [],
): Promise<string[]> {
  const violations: string[] = [];
  const { product, customers, knocks } = stage;
  const rows = await product.db.sql<{ recipient: string; status: string; code: string | null }[]>`
    select recipient, status, reason_code as code from whatsapp_messages where purpose = 'follow_up'`;
  for (const n of customers) {
    const { status, code, isUnseen }: Ending = endings[n] ?? { status: "read" };
    const whom = `customer ${n}${names[n - 1] ? ` (${names[n - 1]})` : ""}`;
    const seen = stage.phoneOf(n).length;
    if (seen !== (isUnseen ? 0 : 1)) violations.push(`${whom} sees the follow-up ${seen} times`);
    const asked = knocks.filter(({ to, refused }) => to === phone(n) && !refused).length;
    if (asked > 1) violations.push(`${asked} calls of the vendor for ${whom} that may have sent`);
    const own = rows.filter(({ recipient }) => recipient === phone(n));
    const told = own.map((row) => `${row.status} ${row.code}`).join(", ");
    if (told !== `${status} ${code ?? null}`)
      violations.push(`the follow-up to ${whom} is ${told || "lost"}`);
  }
  return [...violations, ...(await outOfSight(stage, endings))];
}

/** What a person must look after is on the page that lists it. */
async function outOfSight({ product }: NumberStage, endings: Readonly<Record<number, Ending>>) {
  const open = Object.entries(endings).filter(
    ([, { status }]) => status === "uncertain" || status === "failed",
  );
  if (open.length === 0) return [];
  const visitor = new Visitor(product.doors.monitor);
  await visitor.signIn(await product.db.createStaff({ role: "agent" }));
  const page = await (await visitor.get("/monitor/diagnostics", { "accept-language": "it" })).text();
  return open.flatMap(([n]) => (page.includes(`Cliente ${n}`) ? [] : [`nobody is told of customer ${n}`]));
}
