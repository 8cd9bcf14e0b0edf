import postgres from "postgres";
import { webhookApp } from "../lib/doors/webhook-app.ts";
import { createServices } from "../lib/services.ts";
import { callSubject } from "./growth/call-subject.ts";
import { openSide, type Side } from "./growth/side.ts";
import type { Subject } from "./growth/subject.ts";
import { fillLeads } from "./leads/fill-leads.ts";
import { postSteadily } from "./leads/post-steadily.ts";
import { call, googleLead, metaNotice, phoneOf, secrets } from "./leads/submissions.ts";
import type { BenchServer } from "./support/bench-server.ts";
import { percentile } from "./support/percentile.ts";
import { startGateway } from "./support/start-gateway.ts";
import { type Part, type Row, ratioRow } from "./table.ts";

const [perSecond, seconds] = [50, 60];
const counts = { small: 1_000, large: 1_000_000 };
const [warmUp, measured] = [10, 150];

/** Lead webhooks at fifty a second for a minute, beside calls at the same rate; and the list's first page as leads grow. */
export async function leads(server: BenchServer): Promise<Part> {
  const rows = [...(await burst(server)), ...(await firstPages(server))];
  return {
    title: "Leads",
    rows,
    notes: [
      `${perSecond} a second for ${seconds} s, of which half are notices of Meta and half submissions of Google; every person submits twice. Each ` +
        "time is from when the request was due, so waiting counts; calls are posted at the same rate for a quarter of the time. " +
        `Lists: ${counts.large.toLocaleString("en")} leads beside ${counts.small.toLocaleString("en")}, the 95th percentile, in turns.`,
    ],
  };
}

async function burst(server: BenchServer): Promise<Row[]> {
  const url = await server.createDatabase("bench_leads");
  const gateway = await startGateway(url);
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  let roundTrips = 0;
  try {
    const services = createServices(
      {
        SUPABASE_URL: gateway.url,
        SUPABASE_PUBLISHABLE_KEY: gateway.keys.publishableKey,
        SUPABASE_SECRET_KEY: gateway.keys.secretKey,
        ...secrets,
      },
      {
        background: () => {},
        supabaseFetch: (input, init) => {
          roundTrips += 1;
          return fetch(input, init);
        },
      },
    );
    const app = webhookApp(() => services);
    const every = 1000 / perSecond;
    const calls = await postSteadily((perSecond * seconds) / 4, every, (n) => app.fetch(call(n)));
    roundTrips = 0;
    const posted = perSecond * seconds;
    const times = await postSteadily(posted, every, (n) =>
      app.fetch(n % 2 === 0 ? metaNotice(n / 2) : googleLead((n - 1) / 2)),
    );
    await checkKept(sql, posted / 2);
    return [
      ...([0.5, 0.99] as const).map((p) =>
        ratioRow(
          `lead webhook at ${perSecond}/s, p${p * 100}, beside a call's`,
          { value: percentile(times, p), unit: "ms" },
          { value: percentile(calls, p), unit: "ms" },
          { atMost: 1.5 },
        ),
      ),
      { ...exact("leads lost", 0, 0), against: "" },
      exact("round trips to the database a lead webhook", roundTrips / posted, 1),
    ];
  } finally {
    await gateway.stop();
    await sql.end({ timeout: 1 });
    await server.dropDatabase("bench_leads");
  }
}

function exact(what: string, ours: number, wanted: number): Row {
  const ratio = wanted === 0 ? null : ours / wanted;
  return {
    what,
    ours: String(ours),
    against: String(wanted),
    ratio,
    goal: String(wanted),
    met: ours === wanted,
  };
}

/** Each submission is one row, each person one contact. `each`: how many of each vendor. */
async function checkKept(sql: postgres.Sql, each: number): Promise<void> {
  const [kept] = await sql<[{ meta: number; google: number; people: number; failed: number }]>`select
    (select count(*)::integer from leads where source = 'meta_ads') as meta,
    (select count(*)::integer from leads where source = 'google_ads' and contact_id is not null) as google,
    (select count(distinct contact_id)::integer from leads where source = 'google_ads') as people,
    (select count(*)::integer from webhook_requests where outcome <> 'processed') as failed`;
  const people = new Set(Array.from({ length: each }, (_, n) => phoneOf(n))).size;
  const wanted = { meta: each, google: each, people, failed: 0 };
  if (JSON.stringify(kept) !== JSON.stringify(wanted)) {
    throw new Error(`Kept ${JSON.stringify(kept)} instead of ${JSON.stringify(wanted)}.`);
  }
}

const list = (name: string, filters: object): Subject => ({
  name: `list, first page: ${name}`,
  as: "staff",
  statement: "select length(public.lead_page($1::uuid, $2::text::jsonb, 50)::text) as answer",
  parameters: ({ workspace }) => [workspace, JSON.stringify(filters)],
});

async function firstPages(server: BenchServer): Promise<Row[]> {
  const sides: Side[] = [];
  try {
    for (const [name, count] of Object.entries(counts)) {
      const url = await server.createDatabase(`bench_leads_${name}`);
      const sql = postgres(url, { max: 1, onnotice: () => {}, connection: { synchronous_commit: "off" } });
      await fillLeads(sql, count).finally(() => sql.end({ timeout: 1 }));
      sides.push(await openSide(url));
    }
    const rows: Row[] = [];
    for (const subject of [
      list("all", {}),
      list("of a source", { source: "meta_ads" }),
      list("of a state", { state: "answered" }),
      list("of a campaign", { campaign: "Campagna 7" }),
    ]) {
      const times = sides.map((): number[] => []);
      for (let n = 0; n < warmUp + measured; n += 1) {
        for (const [at, side] of sides.entries()) {
          const { ms } = await callSubject(side, subject, n);
          if (n >= warmUp) times[at]!.push(ms);
        }
      }
      const [small, large] = times.map((each) => ({ value: percentile(each, 0.95), unit: "ms" }));
      rows.push(ratioRow(subject.name, large!, small!, { atMost: 1.2 }));
    }
    return rows;
  } finally {
    for (const side of sides) await side.close();
    for (const name of Object.keys(counts)) await server.dropDatabase(`bench_leads_${name}`);
  }
}
