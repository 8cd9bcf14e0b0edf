import { createClient } from "@supabase/supabase-js";
import postgres from "postgres";
import { webhookApp } from "../lib/doors/webhook-app.ts";
import { createServices } from "../lib/services.ts";
import type { BenchServer } from "./support/bench-server.ts";
import { percentile } from "./support/percentile.ts";
import { startGateway } from "./support/start-gateway.ts";
import { type Part, type Row, ratioRow } from "./table.ts";
import { bareHandler } from "./webhook/bare-handler.ts";
import { type Delivery, deliveries, secrets } from "./webhook/deliveries.ts";

const warmUp = 200;
const measured = 2_000;
const goal = { atMost: 1.15 };

/** Our webhook beside the least that can do the same: read JSON, make the one call, answer. */
export async function webhookDoor(server: BenchServer): Promise<Part> {
  const url = await server.createDatabase("bench_webhook");
  const gateway = await startGateway(url);
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  const roundTrips = { ours: 0, bare: 0 };
  const counted =
    (side: keyof typeof roundTrips): typeof fetch =>
    (input, init) => {
      roundTrips[side] += 1;
      return fetch(input, init);
    };
  try {
    const services = createServices(
      {
        SUPABASE_URL: gateway.url,
        SUPABASE_PUBLISHABLE_KEY: gateway.keys.publishableKey,
        SUPABASE_SECRET_KEY: gateway.keys.secretKey,
        ...secrets,
      },
      { supabaseFetch: counted("ours"), background: () => {} },
    );
    const app = webhookApp(() => services);
    const db = createClient(gateway.url, gateway.keys.secretKey, {
      auth: { persistSession: false, autoRefreshToken: false },
      global: { fetch: counted("bare") },
    });
    const rows: Row[] = [];
    let asked = 0;
    for (const delivery of deliveries) {
      const times = await inTurns(delivery, (request) => app.fetch(request), bareHandler(db, delivery));
      asked += warmUp + measured;
      for (const [name, p] of [
        ["p50", 0.5],
        ["p99", 0.99],
      ] as const) {
        const [ours, against] = [percentile(times.ours, p), percentile(times.bare, p)];
        rows.push(
          ratioRow(
            `${delivery.name}, ${name}`,
            { value: ours, unit: "ms" },
            { value: against, unit: "ms" },
            goal,
          ),
        );
      }
    }
    const recorded = await sql<[{ processed: number }]>`
      select count(*)::integer as processed from webhook_requests where outcome = 'processed'`;
    if (recorded[0].processed !== asked * 2)
      throw new Error(`${recorded[0].processed} of ${asked * 2} deliveries were processed.`);
    const perRequest = roundTrips.ours / asked;
    rows.push({
      what: "round trips to the database a webhook",
      ours: String(perRequest),
      against: String(roundTrips.bare / asked),
      ratio: perRequest / (roundTrips.bare / asked),
      goal: "1",
      met: perRequest === 1,
    });
    return {
      title: "A webhook, beside a bare handler that makes the same one call",
      rows,
      notes: [
        `${measured} requests each after ${warmUp}, request by request in turns, in one process; the Supabase API in another. ` +
          "Ours verifies, parses, redacts and normalises; the bare handler reads JSON and calls `record_delivery` with the same effect.",
      ],
    };
  } finally {
    await gateway.stop();
    await sql.end({ timeout: 1 });
    await server.dropDatabase("bench_webhook");
  }
}

type Handler = (request: Request) => Response | Promise<Response>;

/** ms of each, from handing over the request to the last byte of the answer. */
async function inTurns(delivery: Delivery, ours: Handler, bare: Handler) {
  const times = { ours: [] as number[], bare: [] as number[] };
  for (let n = 0; n < warmUp + measured; n += 1) {
    // Each delivery is new; whoever comes first this time comes second the next.
    const turn: [keyof typeof times, Handler, Request][] = [
      ["ours", ours, delivery.request(2 * n)],
      ["bare", bare, delivery.request(2 * n + 1)],
    ];
    if (n % 2 === 1) turn.reverse();
    for (const [side, handler, request] of turn) {
      const began = performance.now();
      const response = await handler(request);
      const text = await response.text();
      if (n >= warmUp) times[side].push(performance.now() - began);
      if (response.status !== 200) throw new Error(`${side}: ${response.status} ${text}`);
    }
  }
  return times;
}
