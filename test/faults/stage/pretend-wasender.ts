import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createNetServer, type Socket } from "node:net";
import { json } from "node:stream/consumers";
import { until } from "./until.ts";

/** One request to send, as it came in, and what can be done with it. */
export interface Knock {
  worker: string;
  /** From 1, over all workers. */
  nth: number;
  /** The stage's time when its headers were here. */
  at: number;
  to: string;
  text: string;
  /** Answered in a way that proves that nothing was sent. */
  refused: boolean;
  /** The customer's phone shows it. */
  deliver(): void;
  answer(status: number, body: unknown, headers?: Record<string, string>): void;
  reset(): void;
}
/** What happens to a send: at its headers nothing of the message is known yet. */
export interface Behaviour {
  onHeaders?(knock: Pick<Knock, "worker" | "nth" | "reset">): unknown;
  onMessage?(knock: Knock): unknown;
}

export const accept = (knock: Knock) => {
  knock.deliver();
  const data = { msgId: 58_000_000 + knock.nth, jid: knock.to, status: "in_progress" };
  knock.answer(200, { success: true, data });
};

/** Wasender on loopback, with the customers' phones; real sockets, and one clock for all that it sees. */
export class PretendWasender {
  readonly knocks: Knock[] = [];
  readonly phone: { to: string; text: string; at: number }[] = [];
  /** msgId → what `GET /messages/{msgId}/info` says. */
  readonly infos = new Map<string, object>();
  /** The stage's time: this process's steady clock, and what the database's clock was shifted by. */
  shiftedMs = 0;
  #nth = 0;
  #plugged = true;
  #port = 0;
  readonly #plans = new Map<number, Behaviour>();
  readonly #sockets = new Set<Socket>();
  readonly #http = createServer((request, response) => void this.#serve(request, response));
  #front = this.#newFront();

  now(): number {
    return performance.now() + this.shiftedMs;
  }

  urlFor(worker: string): string {
    return `http://127.0.0.1:${this.#port}/${worker}/api`;
  }

  plan(nth: number, behaviour: Behaviour): void {
    this.#plans.set(nth, behaviour);
  }

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.#front.listen(this.#port, "127.0.0.1", resolve));
    this.#port = (this.#front.address() as AddressInfo).port;
  }

  /** Connections, new and standing, stay open and are not read: the other side is gone without a word. */
  pullThePlug(): void {
    this.#plugged = false;
  }

  /** Whoever waited at a silent connection has given up by then; those connections end. */
  plugIn(): void {
    this.#plugged = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Nobody listens: connections are refused. */
  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#front.close(resolve));
    this.#front = this.#newFront();
  }

  /** Resolves once that many sends have begun. */
  begun(count: number): Promise<unknown> {
    return until(`send number ${count}`, () => this.#nth >= count);
  }

  #newFront() {
    return createNetServer((socket) => {
      this.#sockets.add(socket.once("close", () => this.#sockets.delete(socket)));
      socket.on("error", () => {});
      if (this.#plugged) this.#http.emit("connection", socket);
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!this.#plugged) return;
    const [, worker = "", path = ""] = /^\/([^/]+)\/api(\/.*)$/.exec(request.url ?? "") ?? [];
    if (path !== "/send-message") return this.#serveQuestion(path, response);
    const at = this.now();
    const nth = ++this.#nth;
    const plan = this.#plans.get(nth);
    const reset = () => request.socket.resetAndDestroy();
    try {
      await plan?.onHeaders?.({ worker, nth, reset });
      const { to, text } = (await json(request)) as { to: string; text: string };
      const knock: Knock = {
        ...{ worker, nth, at, to, text, reset, refused: false },
        deliver: () => void this.phone.push({ to, text, at: this.now() }),
        answer: (status, body, headers = {}) => {
          const isText = typeof body === "string";
          response.writeHead(status, {
            "content-type": isText ? "text/html" : "application/json",
            ...headers,
          });
          response.end(isText ? body : JSON.stringify(body));
        },
      };
      this.knocks.push(knock);
      await (plan?.onMessage ?? accept)(knock);
    } catch {
      // The worker is gone, or its connection was reset before the message was here.
      request.socket.destroy();
    }
  }

  #serveQuestion(path: string, response: ServerResponse): void {
    const id = /^\/messages\/([^/]+)\/info$/.exec(path)?.[1];
    const info = id === undefined ? { status: "connected" } : this.infos.get(id);
    response.writeHead(info ? 200 : 404, { "content-type": "application/json" });
    response.end(JSON.stringify(info ?? { success: false, message: "Not found" }));
  }
}
