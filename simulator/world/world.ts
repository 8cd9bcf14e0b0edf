import { randomInt } from "node:crypto";
import type { FinishedCall } from "../cloudtalk/finished-call.ts";
import type { MetaAccount } from "../graph/account.ts";
import { newMetaAccount } from "../graph/account.ts";
import type { PretendLead } from "../leads/pretend-lead.ts";
import type { Story } from "../story/story.ts";
import type { ChatFile } from "./chat-file.ts";
import type { Clock } from "./clock.ts";
import type { Customer } from "./customer.ts";
import { seedCustomers } from "./seed-customers.ts";
import type { Send } from "./send.ts";
import { type Switches, switchesAtStart } from "./switches.ts";
import type { ApiRequest, WebhookPost, WireEntry } from "./wire-entry.ts";

/** Everything the simulator knows, in memory. Tests read it; only the simulator writes it. */
export interface World extends Clock {
  customers: Customer[];
  /** Every call that ended, oldest first: what CloudTalk's list shows. */
  calls: FinishedCall[];
  /** Every message a vendor took, oldest first: the count of provider sends. */
  sends: Send[];
  /** Every submission of an advertisement's form, oldest first. */
  leads: PretendLead[];
  /** Every request a vendor received, oldest first. */
  requests: ApiRequest[];
  /** Every webhook posted, oldest first. */
  posts: WebhookPost[];
  /** What bubbles hold, by their message's id; the newest only, for a dev server that runs for days. */
  files: ReadonlyMap<string, ChatFile>;
  keepFile(messageId: string, file: ChatFile): void;
  switches: Switches;
  /** What the pretend Meta keeps of our business. */
  meta: MetaAccount;
  story: Story | null;
  limits: { minIntervalMs: number; dailyLimit: number };
  /** Sends being answered at this moment, and the most there ever were at once. */
  sendsInFlight: number;
  mostSendsInFlight: number;
  /** Grows with every change. */
  version: number;
  nextNumber(kind: "call" | "msg" | "wire"): number;
  touch(): void;
  onChange(listener: () => void): () => void;
  /** Resolves as soon as it is true; rejects after `timeoutMs` of the world's own time. */
  until(holds: (world: World) => boolean, timeoutMs?: number): Promise<void>;
  wire(limit: number): WireEntry[];
}

const mostFiles = 500;

export function createWorld(clock: Clock, limits: World["limits"]): World {
  const listeners = new Set<() => void>();
  // The product outlives the simulator and dedupes on these: each start counts from somewhere else.
  const counters = {
    call: randomInt(100_000_000, 800_000_000),
    msg: randomInt(10_000_000, 90_000_000),
    wire: 0,
  };
  const files = new Map<string, ChatFile>();
  const world: World = {
    now: clock.now,
    schedule: clock.schedule,
    customers: seedCustomers(),
    calls: [],
    sends: [],
    leads: [],
    requests: [],
    posts: [],
    files,
    keepFile(messageId, file) {
      files.set(messageId, file);
      const [oldest] = files.keys();
      if (files.size > mostFiles && oldest !== undefined) files.delete(oldest);
      world.touch();
    },
    switches: switchesAtStart(),
    meta: newMetaAccount(),
    story: null,
    limits,
    sendsInFlight: 0,
    mostSendsInFlight: 0,
    version: 1,
    nextNumber(kind) {
      counters[kind] += 1;
      return counters[kind];
    },
    touch() {
      world.version += 1;
      for (const listener of [...listeners]) listener();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    until(holds, timeoutMs = 10_000) {
      if (holds(world)) return Promise.resolve();
      return new Promise((resolve, reject) => {
        const forget = world.onChange(() => {
          if (!holds(world)) return;
          end();
          resolve();
        });
        const calledOff = world.schedule(() => {
          end();
          reject(new Error(`not within ${timeoutMs} ms: ${holds}`));
        }, timeoutMs);
        const end = () => {
          forget();
          calledOff();
        };
      });
    },
    wire(limit) {
      const entries: WireEntry[] = [...world.requests.slice(-limit), ...world.posts.slice(-limit)];
      return entries.sort((a, b) => b.id - a.id).slice(0, limit);
    },
  };
  return world;
}
