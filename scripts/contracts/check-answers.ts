import type { Content } from "../../lib/model/content.ts";
import { PHONE_NUMBER_ID } from "../../simulator/graph/account.ts";
import { startSimulator } from "../../simulator/start-simulator.ts";
import { shapeDifference } from "./difference.ts";
import { type GraphClient, graphClient } from "./graph-client.ts";
import { type Contract, contract } from "./part.ts";
import { type Published, requestToOutgoing, type Translated } from "./request-to-outgoing.ts";

const secrets = {
  whatsappToken: "token-of-the-check",
  whatsappWebhookSecret: "secret-of-the-check",
  cloudtalkWebhookSecret: "secret-of-the-check",
  cloudtalkSigningSecret: `whsec_${Buffer.from("a signing secret of thirty-two b").toString("base64")}`,
  meta: { accessToken: "token-of-the-check", appSecret: "secret-of-the-check", verifyToken: "verify" },
  cunnekt: { apiKey: "key-of-the-check", webhookToken: "token-of-the-check" },
};
const customer = { id: "customer-1", phone: "+393331002001" };

/** Whether the simulator's Graph API answers our client's requests in the published shapes, and our client reads them. */
export async function checkAnswers(
  answers: Record<string, Published>,
  requests: Record<string, Published>,
): Promise<Contract> {
  const part = contract("our simulator answers in the published shapes");
  const sim = await startSimulator({
    port: 0,
    // Nobody listens there: what becomes of a message is not looked at.
    productUrl: "http://127.0.0.1:9",
    ...secrets,
    minIntervalMs: 0,
    dailyLimit: 0,
    statusDelayMs: 10,
  });
  try {
    const written = await writes(sim.url);
    const client = graphClient({
      graphUrl: sim.graphUrl,
      accessToken: secrets.meta.accessToken,
      phoneNumberId: PHONE_NUMBER_ID,
      fetch: globalThis.fetch,
    });
    for (const [name, answer] of Object.entries(answers)) {
      const { what, place } = standIn(answer, requestFor(name, requests), written);
      await checkAnswer(part, name, { client, what, place, answer });
    }
    return part;
  } finally {
    await sim.close();
  }
}

interface Asked {
  client: GraphClient;
  what: Exclude<Translated, { why: string }>;
  /** What was sent in place of what we do not send. */
  place: string | null;
  answer: Published;
}

async function checkAnswer(part: Contract, name: string, { client, what, place, answer }: Asked) {
  const outcome = await client.send(what);
  const shape = client.last ? shapeDifference(client.last.answer, answer) : "nothing was asked";
  const isRead = outcome === true || (typeof outcome === "object" && outcome?.kind === "accepted");
  if (shape !== null) part.broken.push({ name, why: shape });
  else if (!isRead) part.broken.push({ name, why: `our client reads it as ${JSON.stringify(outcome)}` });
  else part.held.push(place ? `${name} (${place})` : name);
}

/** The customer writes to our number, so that its window is open; the id of what they wrote. */
async function writes(simUrl: string): Promise<string> {
  const response = await fetch(`${simUrl}/control/message`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ customer: customer.id, line: "meta", kind: "text", text: "Buongiorno" }),
  });
  return ((await response.json()) as { id: string }).id;
}

/** Published under nearly the same name. */
function requestFor(name: string, requests: Record<string, Published>): Published {
  const plain = (words: string) => words.toLowerCase().replace(/s$/, "");
  return Object.entries(requests).find(([other]) => plain(other) === plain(name))?.[1] ?? null;
}

/** The published request with what exists in the simulator: its customer, a file, an approved template. */
function standIn(answer: Published, request: Published, written: string): Pick<Asked, "what" | "place"> {
  if (answer.success !== undefined) return { what: { read: { id: written, typing: true } }, place: null };
  const text = { to: customer.phone, content: { kind: "text", text: "Buongiorno" } } as const;
  const translated: Translated = request ? requestToOutgoing(request) : { outgoing: text };
  if (!("outgoing" in translated)) return { what: { outgoing: text }, place: "a text in its place" };
  const { content, quoted } = translated.outgoing;
  const own = { to: customer.phone, ...(quoted && { quoted: written }) };
  switch (content.kind) {
    case "template": {
      const hello: Content = { kind: "template", name: "hello_world", language: "en_US", parameters: [] };
      return { what: { outgoing: { ...own, content: hello } }, place: null };
    }
    case "media": {
      const { id: _id, ...media } = content.media;
      const url = "http://127.0.0.1:9/file";
      return {
        what: { outgoing: { ...own, content: { ...content, media: { ...media, url } } } },
        place: null,
      };
    }
    case "reaction":
      return { what: { outgoing: { ...own, content: { ...content, on: written } } }, place: null };
    default:
      return { what: { outgoing: { ...own, content } }, place: null };
  }
}
