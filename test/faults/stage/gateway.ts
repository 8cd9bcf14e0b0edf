import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import type { SupabaseApp } from "../../../scripts/platform/create-supabase-app.ts";
import { until } from "./until.ts";

/** `before`: the call has arrived, the database has not seen it. `after`: it is committed, the answer not passed on. */
export type Point = "before" | "after";
export interface Crossing {
  worker: string;
  rpc: string;
  // biome-ignore lint/suspicious/noExplicitAny: arguments of any SQL function
  args: any;
  /** What the database said; only after. */
  // biome-ignore lint/suspicious/noExplicitAny: answers of any SQL function
  answer?: any;
}
/** `pass` lets it go on, `cut` resets the connection, `never` leaves it open without an answer. */
export type Fate = "pass" | "cut" | "never";
type Act = (crossing: Crossing) => Fate | Promise<Fate>;
interface Trap {
  point: Point;
  rpc: string;
  nth: number;
  act: Act;
  times: number;
  when(crossing: Crossing): boolean;
}

/** A claim that got a message, not a wait. */
export const isHandedOut = ({ rpc, answer }: Crossing): boolean =>
  rpc === "claim_messages" && answer?.action === "claimed";

/** As often as dispatch settles one send. */
const settleTries = 3;

/**
 * The Supabase API on loopback, and the place from which calls of SQL functions are cut, held and watched. A worker's
 * name is the first part of its path.
 */
export class Gateway {
  readonly #app: Pick<SupabaseApp, "fetch">;
  readonly #traps: Trap[] = [];
  readonly #holders = new Map<string, string>();
  readonly #settleTries = new Map<string, number>();
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  #active = 0;
  #held: Promise<void> = Promise.resolve();

  constructor(app: Pick<SupabaseApp, "fetch">) {
    this.#app = app;
  }

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
  }

  urlFor(worker: string): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/${worker}`;
  }

  /** Springs at the nth call of that kind from now, `times` in a row; `when` says which calls are of the kind. */
  trap(
    point: Point,
    rpc: string,
    nth: number,
    act: Act,
    { times = 1, when = (_: Crossing): boolean => true } = {},
  ): void {
    this.#traps.push({ point, rpc, nth, act, times, when });
  }

  /** Whether some call is on its way to the database. */
  isBusy(): boolean {
    return this.#active > 0;
  }

  /** The worker that was handed this attempt and may still settle it; undefined when nobody can. */
  holderOf(message: number, attempt: number): string | undefined {
    const key = `${message}:${attempt}`;
    return (this.#settleTries.get(key) ?? 0) >= settleTries ? undefined : this.#holders.get(key);
  }

  /** Does something while no call is in the database; calls that come meanwhile wait. */
  async alone(work: () => Promise<void>): Promise<void> {
    let release = () => {};
    this.#held = new Promise((resolve) => {
      release = resolve;
    });
    try {
      await until("calls in flight to end", () => this.#active === 0);
      await work();
    } finally {
      release();
    }
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const [, worker = "", path = ""] = /^\/([^/]+)(\/.*)$/.exec(request.url ?? "") ?? [];
      const body = await buffer(request);
      const rpc = /^\/rest\/v1\/rpc\/(\w+)$/.exec(path)?.[1] ?? "";
      const crossing: Crossing = { worker, rpc, args: rpc ? JSON.parse(body.toString() || "{}") : {} };
      if (this.#ends(await this.#meet("before", crossing), response)) return this.#countSettle(crossing);
      await this.#held;
      this.#active += 1;
      try {
        const answer = await this.#ask(request, path, body);
        if (rpc) crossing.answer = JSON.parse(answer.text || "null");
        if (this.#ends(await this.#meet("after", crossing), response)) return this.#countSettle(crossing);
        this.#learn(crossing, answer.status);
        response.writeHead(answer.status, answer.headers).end(answer.text);
      } finally {
        this.#active -= 1;
      }
    } catch {
      // A worker that was killed while it wrote its request.
      request.socket.destroy();
    }
  }

  async #ask(request: IncomingMessage, path: string, body: Buffer) {
    const headers = new Headers();
    for (const [name, value] of Object.entries(request.headers)) headers.set(name, String(value));
    const method = request.method ?? "GET";
    const sent = method === "GET" || method === "HEAD" ? undefined : new Uint8Array(body);
    const answer = await this.#app.fetch(
      new Request(`http://supabase.test${path}`, { method, headers, body: sent }),
    );
    const text = await answer.text();
    const kept = Object.fromEntries([...answer.headers].filter(([name]) => name !== "content-length"));
    return { status: answer.status, headers: kept, text };
  }

  async #meet(point: Point, crossing: Crossing): Promise<Fate> {
    for (const trap of this.#traps) {
      if (trap.point !== point || trap.rpc !== crossing.rpc || trap.times === 0 || !trap.when(crossing))
        continue;
      trap.nth -= 1;
      if (trap.nth > 0) continue;
      trap.times -= 1;
      return trap.act(crossing);
    }
    return "pass";
  }

  #ends(fate: Fate, response: ServerResponse): boolean {
    if (fate === "cut") response.socket?.destroy();
    return fate !== "pass";
  }

  #learn(crossing: Crossing, status: number): void {
    if (status >= 300) this.#countSettle(crossing);
    if (!isHandedOut(crossing)) return;
    for (const { id, attempt } of crossing.answer.messages)
      this.#holders.set(`${id}:${attempt}`, crossing.worker);
  }

  #countSettle({ rpc, args }: Crossing): void {
    if (rpc !== "settle_messages") return;
    for (const { message, attempt } of args.settlements) {
      const key = `${message}:${attempt}`;
      this.#settleTries.set(key, (this.#settleTries.get(key) ?? 0) + 1);
    }
  }
}
