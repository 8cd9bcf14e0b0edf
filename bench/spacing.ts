import postgres from "postgres";
import { dispatch } from "../lib/outbox/dispatch.ts";
import { createServices } from "../lib/services.ts";
import type { Arrival } from "./spacing/provider.ts";
import { addFollowUps } from "./support/add-follow-ups.ts";
import type { BenchServer } from "./support/bench-server.ts";
import { startChild } from "./support/child.ts";
import { fillQueues } from "./support/fill-queues.ts";
import { type Gateway, startGateway } from "./support/start-gateway.ts";
import type { Part, Row } from "./table.ts";

const settings = [
  { intervalMs: 1_000, sends: 30 },
  { intervalMs: 5_000, sends: 6 },
];
const dispatchers = 2;
const goal = 0.98;

/** The pace as the provider sees it: the real dispatcher in real time, and a provider that takes 80 ms to answer. */
export async function spacing(server: BenchServer): Promise<Part> {
  const rows: Row[] = [];
  const name = "bench_spacing";
  const url = await server.createDatabase(name);
  const sql = postgres(url, { max: 2, onnotice: () => {} });
  const gateway = await startGateway(url);
  try {
    const channels = await fillQueues(sql, settings.length, 0);
    for (const [index, setting] of settings.entries()) {
      const channel = channels[index]!;
      await sql`update channels set min_interval_ms = ${setting.intervalMs} where id = ${channel}`;
      await addFollowUps(sql, [channel], setting.sends);
    }
    // Side by side, as two numbers of one company would send.
    const measured = await Promise.all(
      settings.map((setting, index) => send(gateway, channels[index]!, setting.sends)),
    );
    for (const [index, arrivals] of measured.entries()) rows.push(...rowsOf(settings[index]!, arrivals));
    return {
      title: "The pace, as the provider sees it",
      rows,
      notes: [
        `${dispatchers} dispatchers at once on each channel, in real time, against a provider in another process that answers after ` +
          "80 ms. Utilisation is (interval + answer time) / mean gap between two arrivals.",
      ],
    };
  } finally {
    await gateway.stop();
    await sql.end({ timeout: 1 });
    await server.dropDatabase(name);
  }
}

async function send(gateway: Gateway, channel: string, sends: number): Promise<Arrival[]> {
  const provider = await startChild<{ url: string }>(new URL("./spacing/provider.ts", import.meta.url), {});
  try {
    const services = createServices({
      SUPABASE_URL: gateway.url,
      SUPABASE_PUBLISHABLE_KEY: gateway.keys.publishableKey,
      SUPABASE_SECRET_KEY: gateway.keys.secretKey,
      WHATSAPP_API_URL: provider.ready.url,
      WHATSAPP_API_TOKEN: "session-api-key-of-the-benchmark",
    });
    // Both numbers send with the environment's key: whose it is does not change the pace.
    const providerOf: typeof services.providerOf = (number, access) =>
      services.providerOf(number, access && { ...access, isEnvironment: true });
    const sender = { ...services, providerOf };
    await Promise.all(
      Array.from({ length: dispatchers }, () => dispatch(sender, channel, { mayWait: true })),
    );
    const arrivals = await provider.ask<Arrival[]>("arrivals");
    if (arrivals.length !== sends) throw new Error(`${arrivals.length} of ${sends} messages arrived.`);
    return arrivals;
  } finally {
    await provider.stop();
  }
}

function rowsOf({ intervalMs, sends }: (typeof settings)[number], arrivals: Arrival[]): Row[] {
  const gaps = arrivals.slice(1).map(({ cameAt }, index) => cameAt - arrivals[index]!.cameAt);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const answerMs = mean(arrivals.map(({ cameAt, answeredAt }) => answeredAt - cameAt));
  const least = intervalMs + answerMs;
  const utilisation = least / mean(gaps);
  const spare = Math.min(...gaps) - intervalMs;
  const what = `${intervalMs / 1000} s interval, ${sends} sends`;
  return [
    {
      what: `${what}: utilisation`,
      ours: `${(utilisation * 100).toFixed(1)} %: ${mean(gaps).toFixed(1)} ms`,
      against: `${least.toFixed(1)} ms`,
      ratio: mean(gaps) / least,
      goal: `≥ ${goal * 100} %`,
      met: utilisation >= goal,
    },
    {
      what: `${what}: shortest gap`,
      ours: `${Math.min(...gaps).toFixed(1)} ms`,
      against: `${intervalMs.toFixed(1)} ms`,
      ratio: Math.min(...gaps) / intervalMs,
      goal: "≥ 1",
      met: spare >= 0,
    },
  ];
}
