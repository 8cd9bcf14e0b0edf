import type { Stage } from "./stage/stage.ts";
import { until } from "./stage/until.ts";

interface Row {
  id: number;
  request_id: string;
  outcome: string;
  duplicate_of: number | null;
}

/**
 * What the senders were answered against what is committed: every 2xx has its row, every row was posted once, each fact
 * took effect once, nothing is left waiting, and the outcomes add up to the deliveries that arrived.
 */
export async function checkLedger({ sql, sender, database }: Stage): Promise<string[]> {
  const violations: string[] = [];
  const rows = (await sql<Row[]>`
    select id::integer, request_id, outcome, duplicate_of::integer from webhook_requests order by id`) as Row[];
  const rowsOf = Map.groupBy(rows, ({ request_id }) => request_id);
  const triesOf = new Map(sender.tries.map((tried) => [tried.requestId, tried]));
  const effects = new Map<string, Row[]>();
  for (const row of rows) {
    const tried = triesOf.get(row.request_id);
    if (!tried) violations.push(`row ${row.id} was never posted`);
    else if (row.outcome === "processed") effects.set(tried.fact, [...(effects.get(tried.fact) ?? []), row]);
  }
  for (const tried of sender.tries) {
    const own = rowsOf.get(tried.requestId) ?? [];
    const what = `${tried.fact}, answered ${tried.status ?? "nothing"},`;
    if (tried.stuck) violations.push(`${what} hung without an answer`);
    if (own.length > 1) violations.push(`${what} has ${own.length} rows`);
    if (tried.status === 503 && tried.retryAfter === null)
      violations.push(`${what} was not told when to come back`);
    if (tried.status === null || tried.status >= 300) continue;
    if (own[0]?.id !== tried.body.requestId) violations.push(`${what} is not committed`);
    else if (own[0]?.outcome !== tried.body.outcome) violations.push(`${what} is kept as ${own[0]?.outcome}`);
  }
  for (const fact of new Set(sender.tries.map((tried) => tried.fact))) {
    const count = effects.get(fact)?.length ?? 0;
    // An echo or a status may tell what another one told already.
    const least = /^(call|reply)/.test(fact) ? 1 : 0;
    if (count < least || count > 1) violations.push(`${fact} took effect ${count} times`);
  }
  const sums = await sql<{ outcome: string; count: number }[]>`
    select outcome, count(*)::integer from webhook_requests group by outcome`;
  const settled = sums
    .filter(({ outcome }) => outcome !== "failed")
    .reduce((sum, { count }) => sum + count, 0);
  if (settled !== rowsOf.size) violations.push(`${settled} deliveries ended, ${rowsOf.size} arrived`);
  const left = () => sql<{ state: string; query: string }[]>`
    select state, query from pg_stat_activity
    where datname = ${database} and pid <> pg_backend_pid() and state <> 'idle'`;
  await until("the sessions to be idle", async () => (await left()).length === 0, 3_000).catch(async () => {
    for (const { state, query } of await left())
      violations.push(`a session is left ${state}: ${query.slice(0, 80)}`);
  });
  return violations;
}
