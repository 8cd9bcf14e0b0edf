import { randomUUID } from "node:crypto";
import { secrets } from "./stage-secrets.ts";

/** One delivery that was tried: what was answered, if anything was. */
export interface Try {
  requestId: string;
  /** What the delivery is about, for instance `call 3`: the same fact may be told many times. */
  fact: string;
  status: number | null;
  retryAfter: string | null;
  body: { requestId?: number; outcome?: string };
  /** No answer, and the connection did not end either. */
  stuck: boolean;
}
interface Delivery {
  fact: string;
  path: string;
  headers: Record<string, string>;
  body: object;
}

/** Longer than the door waits for anything. */
const patienceMs = 25_000;

/** CloudTalk and Wasender as senders: each delivery is repeated until a 2xx, each try has an id of its own. */
export class Sender {
  readonly tries: Try[] = [];
  readonly #undelivered: Delivery[] = [];
  readonly #door: () => string;

  /** `door` answers the address to post to. */
  constructor(door: () => string) {
    this.#door = door;
  }

  call(fact: string, body: object): Promise<boolean> {
    return this.#deliver({
      fact,
      body,
      path: "/webhook/cloudtalk",
      headers: { "x-webhook-secret": secrets.cloudtalk },
    });
  }

  event(fact: string, body: object): Promise<boolean> {
    return this.#deliver({
      ...{ fact, body, path: "/api/whatsapp-webhook" },
      headers: { "x-webhook-signature": secrets.whatsappWebhook },
    });
  }

  /** Once more everything that has no 2xx yet. True when nothing is left. */
  async redeliver(): Promise<boolean> {
    await Promise.all(this.#undelivered.splice(0).map((delivery) => this.#deliver(delivery)));
    return this.#undelivered.length === 0;
  }

  async #deliver(delivery: Delivery): Promise<boolean> {
    const { status } = await this.#try(delivery);
    const taken = status !== null && status < 300;
    if (!taken) this.#undelivered.push(delivery);
    return taken;
  }

  async #try({ fact, path, headers, body }: Delivery): Promise<Try> {
    const made: Try = {
      ...{ requestId: randomUUID(), fact, status: null, retryAfter: null, body: {}, stuck: false },
    };
    this.tries.push(made);
    try {
      const response = await fetch(`${this.#door()}${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", "x-request-id": made.requestId, ...headers },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(patienceMs),
      });
      made.body = (await response.json()) as Try["body"];
      made.status = response.status;
      made.retryAfter = response.headers.get("retry-after");
    } catch (error) {
      made.stuck = error instanceof Error && error.name === "TimeoutError";
    }
    return made;
  }
}
