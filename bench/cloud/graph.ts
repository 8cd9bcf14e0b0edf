// A process of its own: takes sends as the Graph API does, notes when each came, and tells what became of them in signed batches.
import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** What it saw. Times in ms. */
export interface Seen {
  /** Of one monotonic clock. */
  arrivals: number[];
  /** Distinct people. */
  people: number;
  statuses: number;
  batches: number;
  /** From posting a batch to its answer. */
  batchMs: number[];
  /** From posting a reply to its answer: by then it is stored, and the flag raised. */
  replyMs: number[];
  refused: number;
}

const answerMs = 80;
/** After the answer, as a phone that lies open; each tenth person writes back. */
const later = { sent: 50, delivered: 400, read: 1_500 };
const replyMs = 2_000;
const replyEvery = 10;
const batchEveryMs = 200;
const { BENCH_APP_SECRET: secret = "", BENCH_NUMBER: number = "" } = process.env;

const seen: Seen = {
  arrivals: [],
  people: 0,
  statuses: 0,
  batches: 0,
  batchMs: [],
  replyMs: [],
  refused: 0,
};
const people = new Set<string>();
const waiting: object[] = [];
let underway = 0;
let hook = "";

const server = createServer(async (request, response) => {
  const cameAt = performance.now();
  const { to, biz_opaque_callback_data: reference } = JSON.parse(await textOf(request)) as Record<
    string,
    string
  >;
  seen.arrivals.push(cameAt);
  people.add(to!);
  const n = seen.arrivals.length;
  const id = `wamid.BENCH${n}`;
  const digits = to!.replace("+", "");
  setTimeout(() => {
    const contacts = [{ input: to, wa_id: digits }];
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ messaging_product: "whatsapp", contacts, messages: [{ id }] }));
    for (const [status, ms] of Object.entries(later)) {
      underway += 1;
      setTimeout(() => {
        underway -= 1;
        waiting.push({
          id,
          status,
          timestamp: now(),
          recipient_id: digits,
          biz_opaque_callback_data: reference,
        });
      }, ms);
    }
    if (n % replyEvery === 0) {
      underway += 1;
      setTimeout(() => void reply(digits, id, n), replyMs);
    }
  }, answerMs);
});

const batches = setInterval(() => {
  // Newest first, as it may come.
  const statuses = waiting.splice(0).toReversed();
  if (statuses.length === 0 || hook === "") return;
  underway += 1;
  void post({ statuses }).then((ms) => {
    underway -= 1;
    seen.statuses += statuses.length;
    seen.batches += 1;
    seen.batchMs.push(ms);
  });
}, batchEveryMs);

async function reply(from: string, id: string, n: number): Promise<void> {
  const text = { body: "Buongiorno, gliela mando stasera" };
  const message = { from, id: `wamid.REPLY${n}`, timestamp: now(), type: "text", text, context: { id } };
  const contacts = [{ profile: { name: "Mario" }, wa_id: from }];
  seen.replyMs.push(await post({ contacts, messages: [message] }));
  underway -= 1;
}

async function post(value: object): Promise<number> {
  const metadata = { display_phone_number: "390000000000", phone_number_id: number };
  const body = JSON.stringify({
    object: "whatsapp_business_account",
    entry: [
      {
        id: "1",
        changes: [{ field: "messages", value: { messaging_product: "whatsapp", metadata, ...value } }],
      },
    ],
  });
  const signature = `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
  const began = performance.now();
  const headers = { "content-type": "application/json", "x-hub-signature-256": signature };
  const response = await fetch(hook, { method: "POST", headers, body });
  await response.text();
  if (response.status !== 200) seen.refused += 1;
  return performance.now() - began;
}

const now = () => String(Math.floor(Date.now() / 1000));

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** `hook URL`: where to tell. `seen`: once all is told, what was seen. */
process.on("message", (question: string) => {
  if (question.startsWith("hook ")) {
    hook = question.slice(5);
    process.send!(null);
    return;
  }
  const told = setInterval(() => {
    if (underway > 0 || waiting.length > 0) return;
    clearInterval(told);
    clearInterval(batches);
    process.send!({ ...seen, people: people.size });
  }, 100);
});
process.on("disconnect", () => process.exit(0));
server.listen(0, "127.0.0.1", () =>
  process.send!({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }),
);
