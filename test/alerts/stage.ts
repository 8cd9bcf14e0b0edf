import { HttpResponse, http } from "msw";
import { endedCall } from "../support/calls.ts";
import { createProduct } from "../support/product.ts";

export const hookUrl = "https://hooks.example.test/services/T0/B0/of-the-tests";
export const hookSecret = `whsec_${Buffer.from("alert-webhook-secret-of-the-tests").toString("base64")}`;

export interface Posted {
  headers: Headers;
  payload: string;
  // biome-ignore lint/suspicious/noExplicitAny: what a receiver gets
  body: any;
}

/** The product with a receiver of alerts outside, and no sender but the clock: what is left to the background stays undone. */
export async function stage(env: Record<string, string> = {}) {
  const logged: string[] = [];
  const log = (...line: unknown[]) => void logged.push(JSON.stringify(line));
  const product = await createProduct(
    {
      WHATSAPP_MIN_INTERVAL_SECONDS: "60",
      WHATSAPP_DAILY_LIMIT: "0",
      ALERT_WEBHOOK_URL: hookUrl,
      ALERT_WEBHOOK_SECRET: hookSecret,
      ...env,
    },
    () => ({ background: () => {}, log: { info: log, warn: log, error: log } }),
  );
  const posted: Posted[] = [];
  const planned: (() => Response | Promise<Response>)[] = [];
  product.wasender.use(
    http.post(hookUrl, async ({ request }) => {
      const payload = await request.text();
      posted.push({ headers: request.headers, payload, body: JSON.parse(payload) });
      return planned.shift()?.() ?? HttpResponse.text("ok");
    }),
  );
  const { sql, shiftClock } = product.db;
  const minute = async () => {
    await shiftClock(60_000);
    return product.tick();
  };
  const [{ id: channel }] = await sql<[{ id: string }]>`select id from channels`;
  return {
    product,
    sql,
    channel,
    posted,
    logged,
    minute,
    /** The next post gets this answer instead of "ok". */
    answerNext: (answer: () => Response | Promise<Response>) => planned.push(answer),
    /** Calls 1 to n end at this moment. */
    calls: async (n: number) => {
      for (let i = 1; i <= n; i += 1) await product.postCloudtalk(endedCall(i));
    },
    /** Ticks once a minute for n minutes. */
    minutes: async (n: number) => {
      for (let i = 0; i < n; i += 1) await minute();
    },
    /** Jumps; nobody ticks meanwhile. */
    pass: (minutes: number) => shiftClock(minutes * 60_000),
    alerts: () =>
      sql`select kind, subject, since, opened_at, closed_at, facts from alerts order by opened_at, kind`,
    /** `late` for an open one, `-late` for one that is over, in order of opening. */
    kinds: async () =>
      (await sql`select kind, closed_at from alerts order by opened_at, kind`).map(
        ({ kind, closed_at }) => `${closed_at ? "-" : ""}${kind}`,
      ),
  };
}
export type Stage = Awaited<ReturnType<typeof stage>>;
