import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dispatch } from "../../lib/outbox/dispatch.ts";
import { endedCall, inbound, phone } from "../support/calls.ts";
import { secrets } from "../support/product.ts";
import { written } from "./pretend-vendor.ts";
import { type ChannelStage, channelStage, second } from "./stage.ts";

/**
 * Two numbers at Wasender with keys of their own and one at a pretend vendor, in one workspace: 200 calls and replies in a
 * random order, several at once, while all three send. WhatsApp's ids are used twice on purpose: they are a channel's own.
 */
const people = 75;
const each = 25;
const seed = Number(process.env.SEED ?? 20_261_130);
const account = "391110001";
/** Who never answers. */
const isSilent = (n: number) => n % 5 === 0;
const here = (n: number) => Math.floor(n / each) as 0 | 1 | 2;
const everyone = Array.from({ length: people }, (_, n) => n);

let s: ChannelStage;
let channels: string[];
let random: () => number;

beforeAll(async () => {
  s = await channelStage({ WHATSAPP_MIN_INTERVAL_SECONDS: "0", WHATSAPP_DAILY_LIMIT: "0" });
  channels = [
    s.first,
    await s.add("wasender", "Second", second),
    await s.add("pretend", "Third", { key: "pretend-key", number: account }),
  ];
  await s.sql`update channels set min_interval_ms = 0, daily_limit = 0`;
  random = seeded(seed);
  const openers = everyone.filter((n) => here(n) > 0).map((n) => () => hear(n, "buongiorno", `OPEN-${n}`));
  await atOnce(openers);
  const [early, late] = [everyone.filter((n) => n % 2 === 0), everyone.filter((n) => n % 2 === 1)];
  const call = (n: number) => () => s.product.postCloudtalk(endedCall(n));
  const reply = (n: number) => () => hear(n, `ecco, cliente ${n}`, `IN-${n % each}`);
  await atOnce(early.map(call));
  await sendAll();
  await s.product.db.shiftClock(60_000);
  const answered = (some: number[]) => some.filter((n) => !isSilent(n)).map(reply);
  await Promise.all([atOnce([...answered(early), ...late.map(call)]), sendAll(), sendAll()]);
  await sendAll();
  await s.product.db.shiftClock(60_000);
  await atOnce([...answered(late), sendAll]);
}, 300_000);
afterAll(() => s?.product.close());

describe("each of 75 people is written to once", () => {
  test("from the channel of their thread, with that channel's key, and by no other vendor", () => {
    const sent = [
      ...s.product.wasender.sends.map(({ to }, n) => [to, s.product.wasender.sendKeys[n]]),
      ...s.pretend.sends.map(({ to, key }) => [to, key]),
    ].toSorted();
    const keys = [secrets.whatsappToken, second.apiKey, "pretend-key"];
    expect(sent).toEqual(everyone.map((n) => [phone(n), keys[here(n)]]).toSorted());
  });

  test("as the database has it", async () => {
    const rows = await s.sql`select recipient, channel_id, status, attempt from whatsapp_messages
      where purpose = 'follow_up' order by recipient`;
    expect(rows.map(({ recipient, channel_id, attempt }) => [recipient, channel_id, attempt])).toEqual(
      everyone.map((n) => [phone(n), channels[here(n)], 1]),
    );
  });
});

test("each reply is on the channel that heard it, and proves its own writer's call alone", async () => {
  const calls =
    await s.sql`select k.phone_number, k.electricity_bill_received as received, m.channel_id, m.body
    from cloudtalk_calls k left join whatsapp_messages m on m.id = k.electricity_bill_message_id order by 1`;
  expect(
    calls.map(({ phone_number, received, channel_id, body }) => [phone_number, received, channel_id, body]),
  ).toEqual(
    everyone.map((n) =>
      isSilent(n) ? [phone(n), false, null, null] : [phone(n), true, channels[here(n)], `ecco, cliente ${n}`],
    ),
  );
});

test("a status is of its channel's message, though another channel has that id too", async () => {
  const three = [1, 1 + each, 1 + 2 * each];
  for (const n of three) await hearEcho(n, "OUT-1");
  await s.product.postWasender(
    { event: "messages.update", data: [{ key: { id: "OUT-1", fromMe: true }, update: { status: 4 } }] },
    { headers: { "x-webhook-signature": second.webhookSecret } },
  );
  const rows =
    await s.sql`select recipient, whatsapp_message_id, read_at is not null as read from whatsapp_messages
    where purpose = 'follow_up' and recipient in ${s.sql(three.map(phone))} order by recipient`;
  expect(rows.map(({ whatsapp_message_id, read }) => [whatsapp_message_id, read])).toEqual([
    ["OUT-1", false],
    ["OUT-1", true],
    ["OUT-1", false],
  ]);
});

/** Whoever is on the second number: half of the time its own secret proves it, half of the time the event names it. */
async function hear(n: number, text: string, id: string): Promise<unknown> {
  if (here(n) === 2) return s.tell(account, written(n, text, { whatsappId: id }));
  if (here(n) === 1 && random() < 0.5) return s.postSecond(n, text, { id });
  const key = here(n) === 1 ? second.apiKey : secrets.whatsappToken;
  return s.product.postWasender({ ...inbound(n, text, { id }), sessionId: key });
}

async function hearEcho(n: number, id: string): Promise<void> {
  const [row] =
    await s.sql`select body from whatsapp_messages where recipient = ${phone(n)} and purpose = 'follow_up'`;
  const key = { id, fromMe: true, remoteJid: `${phone(n).slice(1)}@s.whatsapp.net` };
  const event = {
    event: "messages.upsert",
    data: { messages: [{ key, message: { conversation: row!.body } }] },
  };
  if (here(n) === 2) {
    const chat = { phone: phone(n), lid: null };
    await s.tell(account, {
      ...{ type: "echo", whatsappId: id, providerMessageId: null, chat, kind: "text", text: row!.body },
      ...{ media: null, providerTimestamp: null },
    });
  } else if (here(n) === 1) await s.product.postWasender({ ...event, sessionId: second.apiKey });
  else await s.product.postWasender({ ...event, sessionId: secrets.whatsappToken });
}

/** All channels send at once until nothing waits. */
async function sendAll(): Promise<void> {
  await Promise.all(channels.map((channel) => dispatch(s.product.services, channel, { mayWait: false })));
}

/** In a random order, eight at a time. */
async function atOnce(work: (() => Promise<unknown>)[]): Promise<void> {
  const left = work
    .map((run) => ({ run, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ run }) => run);
  const worker = async () => {
    for (let run = left.shift(); run; run = left.shift()) {
      const answer = await run();
      if (answer instanceof Response && answer.status !== 200) throw new Error(await answer.text());
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
}

/** mulberry32 */
function seeded(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
