import { randomBytes } from "node:crypto";
import { HttpResponse, http } from "msw";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addChannel } from "../../lib/outbox/keep-credentials.ts";
import { signMeta } from "../../lib/vendors/shared/graph/verify-meta.ts";
import { cunnektSubject, webhookToken } from "../conformance/subjects/cunnekt.ts";
import { metaSubject } from "../conformance/subjects/meta.ts";
import { createRandom } from "../faults/stage/random.ts";
import { status as cunnektStatus, received } from "../providers/cunnekt/bodies.ts";
import { contact, delivered, numberId, textMessage, waId } from "../providers/meta/bodies.ts";
import { approveTemplate } from "../support/approve-template.ts";
import { endedCall, inbound, phone } from "../support/calls.ts";
import { createProduct, type Product } from "../support/product.ts";

/** One company with a number at a gateway, two at Meta and one at Cunnekt, through a few days of anything. */
const seed = Number(process.env.WALK_SEED ?? 1);
const steps = Number(process.env.WALK_STEPS ?? 150);
const people = 7;
const hour = 3_600_000;
const secondNumber = "106540352242933";
const secondSecret = "app-secret-of-the-second-number";
const lines = ["wasender", "meta", "meta2", "cunnekt"] as const;
type Line = (typeof lines)[number];
interface Sent {
  line: Line;
  /** E.164 */
  to: string;
  isFree: boolean;
  id: string;
}

let product: Product;
const channels = new Map<string, Line>();
const seen: Sent[] = [];

beforeAll(async () => {
  const env = { ...metaSubject.env, ...cunnektSubject.env, WHATSAPP_MIN_INTERVAL_SECONDS: "0" };
  product = await createProduct({ ...env, CHANNEL_KEYS: `k1:${randomBytes(32).toString("base64")}` });
  const take = (line: Line, body: Record<string, unknown>) => {
    const to = `+${String(body.to ?? body.mobile).replace("+", "")}`;
    const id =
      line === "wasender"
        ? randomBytes(10).toString("hex").toUpperCase()
        : `wamid.${randomBytes(9).toString("hex")}`;
    const isFree = line !== "wasender" && body.type !== "template" && body.templateid === undefined;
    seen.push({ line, to, isFree, id });
    return HttpResponse.json({ messages: [{ id }] });
  };
  const handler = (url: string, line: Line) =>
    http.post(url, async ({ request }) => take(line, (await request.json()) as Record<string, unknown>));
  product.wasender.use(
    handler(`https://graph.facebook.com/v26.0/${numberId}/messages`, "meta"),
    handler(`https://graph.facebook.com/v26.0/${secondNumber}/messages`, "meta2"),
    handler("https://app2.cunnekt.com/*", "cunnekt"),
    handler("https://app.cunnekt.com/*", "cunnekt"),
  );
  const { sql } = product.db;
  const [{ workspace }] = await sql<[{ workspace: string }]>`select id as workspace from workspaces`;
  const staff = await product.db.createStaff({ role: "admin" });
  const member = { ...staff, workspace, role: "admin", timeZone: "Europe/Rome", name: null } as const;
  const vendor = product.services.channelVendors.find(({ name }) => name === "meta")!;
  const credentials = { accessToken: "another", phoneNumberId: secondNumber, appSecret: secondSecret };
  const second = await addChannel(product.services, member, vendor, { name: "Secondo", credentials });
  for (const row of await sql<{ id: string; vendor: Line }[]>`select id, vendor from channels`)
    channels.set(row.id, row.id === second ? "meta2" : row.vendor);
  await sql`update channels set min_interval_ms = 0, daily_limit = 0`;
  await sql`update workspaces set sending_hours = app.daily_hours('00:00', '24:00')`;
  await approveTemplate(product);
}, 60_000);
afterAll(() => product.close());

async function post(line: Line, wasender: object, value: object, cunnekt: object): Promise<void> {
  if (line === "wasender") await product.postWasender(wasender);
  else {
    const isMeta = line !== "cunnekt";
    const body = JSON.stringify(
      isMeta ? delivered(value, line === "meta" ? numberId : secondNumber) : cunnekt,
    );
    const secret = line === "meta" ? metaSubject.env.META_WHATSAPP_APP_SECRET! : secondSecret;
    const path = isMeta ? "/api/whatsapp/webhooks/meta" : `/api/cunnekt-whatsapp?token=${webhookToken}`;
    const response = await product.doors.webhook.request(`http://aftercall.test${path}`, {
      method: "POST",
      body,
      headers: { "content-type": "application/json", "x-hub-signature-256": signMeta(body, secret) },
    });
    expect(response.status).toBe(200);
  }
  await product.afterResponses();
}

async function write(line: Line, n: number, text: string): Promise<void> {
  const at = await product.db.now();
  const id = `wamid.${randomBytes(9).toString("hex")}`;
  const over = { id, timestamp: String(Math.floor(at.getTime() / 1000)) };
  await post(
    line,
    { ...inbound(n, text), timestamp: Math.floor(at.getTime() / 1000) },
    { contacts: [contact(n)], messages: [textMessage(n, text, over)] },
    received(n, text, { messageId: id, timestamp: at.toISOString() }),
  );
}

async function tell({ line, to, id }: Sent, word: "sent" | "delivered" | "read"): Promise<void> {
  const n = Number(to.slice(-7)) - 1_000_000;
  const remoteJid = `${to.slice(1)}@s.whatsapp.net`;
  const code = { sent: 2, delivered: 3, read: 4 }[word];
  await post(
    line,
    { event: "messages.update", data: { key: { id, fromMe: true, remoteJid }, update: { status: code } } },
    { statuses: [{ id, status: word, timestamp: "1795251600", recipient_id: waId(n) }] },
    cunnektStatus(id, word, n),
  );
}

test(`nobody is written to twice, after a stop, freely out of time, or from another number than theirs (seed ${seed})`, {
  timeout: 600_000,
}, async () => {
  const { db } = product;
  const random = createRandom(seed);
  const said: string[] = [];
  const thread = new Map<number, Line>();
  const wroteAt = new Map<string, number>();
  const stopped = new Set<number>();
  let lastAttempt = 0;
  let calls = 0;

  /** What left in this step, seen from the database and from outside. */
  async function look(): Promise<void> {
    const now = (await db.now()).getTime();
    const rows = await db.sql<{ id: number; purpose: string; to: string; channel: string }[]>`
      select a.id::int as id, m.purpose, m.recipient as to, a.channel_id as channel
      from whatsapp_send_attempts a join whatsapp_messages m on m.id = a.message_id
      where a.id > ${lastAttempt} order by a.id`;
    lastAttempt = rows.at(-1)?.id ?? lastAttempt;
    const gateway = product.wasender.sends
      .splice(0)
      .map(({ to }) => ({ line: "wasender", to, isFree: false, id: "" }) as Sent);
    const left = [...seen.splice(0), ...gateway];
    const asPairs = (list: { line?: Line; to: string }[]) =>
      list.map(({ line, to }) => `${line} ${to}`).toSorted();
    expect(asPairs(left)).toEqual(
      asPairs(rows.map(({ to, channel }) => ({ line: channels.get(channel)!, to }))),
    );
    for (const { to, purpose, channel } of rows) {
      const n = Number(to.slice(-7)) - 1_000_000;
      const line = channels.get(channel)!;
      if (purpose !== "consent_notice") expect([n, stopped.has(n)]).toEqual([n, false]);
      expect([n, line]).toEqual([n, thread.get(n) ?? "wasender"]);
      thread.set(n, line);
    }
    for (const { line, to, isFree } of left) {
      if (!isFree) continue;
      const since = now - (wroteAt.get(`${line} ${to}`) ?? Number.NEGATIVE_INFINITY);
      expect([line, to, since < 24 * hour]).toEqual([line, to, true]);
    }
    sent.push(...left.filter(({ id }) => id !== ""));
    const twice = await db.sql`
      select message_id from whatsapp_send_attempts group by message_id having count(*) > 1
      union all select ask_id from whatsapp_messages where purpose = 'follow_up' and send_began_at is not null
      group by ask_id having count(*) > 1`;
    expect(twice).toEqual([]);
  }

  const sent: Sent[] = [];
  const wrote = async (n: number, line: Line, text: string) => {
    wroteAt.set(`${line} ${phone(n)}`, (await db.now()).getTime());
    thread.set(n, line);
    await write(line, n, text);
  };
  try {
    for (let step = 0; step < steps; step += 1) {
      const n = random.between(1, people);
      const line = lines[random.between(0, lines.length - 1)]!;
      const dice = random.between(1, 100);
      if (dice <= 35) {
        calls += 1;
        said.push(`call ${n}`);
        await product.postCloudtalk(endedCall(n, { call_id: `call-${calls}` }));
        await product.afterResponses();
      } else if (dice <= 60) {
        said.push(`${n} writes to ${line}`);
        await wrote(n, line, "Va bene, la cerco");
      } else if (dice <= 66) {
        said.push(`${n} stops on ${line}`);
        stopped.add(n);
        await wrote(n, line, "STOP");
      } else if (dice <= 72) {
        said.push(`${n} starts on ${line}`);
        // What proves nothing opts nobody in.
        if (line !== "cunnekt") stopped.delete(n);
        await wrote(n, line, "START");
      } else if (dice <= 85 && sent.length > 0) {
        const one = sent[random.between(0, sent.length - 1)]!;
        said.push(`a status of ${one.to} on ${one.line}`);
        await tell(one, (["sent", "delivered", "read"] as const)[random.between(0, 2)]!);
      } else {
        const hours = random.between(1, 30);
        said.push(`${hours} hours go by`);
        await db.shiftClock(hours * hour);
        await product.tick();
        await product.afterResponses();
      }
      await look();
    }
  } catch (error) {
    throw new Error(`after ${said.slice(-12).join(", ")}: ${String(error)}`, { cause: error });
  }
  expect(new Set(sent.map((one) => one.line)).size).toBe(3);
});
