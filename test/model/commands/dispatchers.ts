import type { ChannelProbe, MessageInfo, SendOutcome } from "../../../lib/model/provider.ts";
import { dispatch } from "../../../lib/outbox/dispatch.ts";
import type { Services } from "../../../lib/services.ts";
import { runClock } from "../../../lib/work/run-clock.ts";
import { act } from "../act.ts";
import { type Model, tell, type Worker } from "../model.ts";
import { claim, settle, tick } from "../outbox.ts";
import { lidOf } from "../people.ts";
import type { World } from "../world.ts";
import { callProvider } from "./call-provider.ts";
import { command, pick } from "./command.ts";
import type { Fate } from "./fates.ts";
import { passTime } from "./time.ts";

/** The product's own loops over the same verbs: each verb they call is judged like any other. */

/** What the provider answers during one of them. */
export interface Weather {
  fates: Fate[];
  probe: "connected" | "disconnected" | "unknown";
  /** Whether the provider's log knows the messages it is asked about. */
  knowsMessages: boolean;
}

export const dispatchAll = command("dispatchAll", (m, w, mayWait: boolean, weather: Weather) =>
  dispatch(servicesOf(m, w, weather), w.channel, { mayWait }).then(rethrow(m)),
);

export const runTheClock = command("runTheClock", (m, w, weather: Weather) =>
  runClock(servicesOf(m, w, weather)).then(rethrow(m)),
);

/** The loops log what goes wrong and go on; a broken promise must not end there. */
const broken = new WeakMap<Model, unknown>();
const rethrow = (m: Model) => () => {
  if (broken.has(m)) throw broken.get(m);
};

function servicesOf(m: Model, w: World, weather: Weather): Services {
  let held: Worker | null = null;
  let calls = 0;
  // biome-ignore lint/suspicious/noExplicitAny: arguments as the product names them
  const verbs: Record<string, (args: any) => Promise<unknown>> = {
    // With the failed deliveries that were due.
    tick: () => tick(m, w),
    take_failed_events: async () => [],
    claim_messages: async ({ max_wait_ms, worker }) => {
      const answer = await claim(m, w, null, max_wait_ms, worker);
      if (answer.action === "claimed")
        held = { ...answer.message, message: answer.message.id, claimedAt: m.now, answer: null };
      return answer;
    },
    settle_messages: async ({ settlements: [{ message, attempt, outcome }] }) => [
      await settle(m, w, message, attempt, outcome),
    ],
    bind_message: ({ message, info }) => bindByLog(m, w, message, info),
    record_probe: ({ probe }) => recordProbe(m, w, probe),
    // What is found by asking is not in the model: nothing is ever due.
    take_reconciliations: async () => ({ beganAt: "", calls: null, messages: [], identities: [] }),
  };
  const rpc = async (name: string, args: object) => {
    try {
      const verb = verbs[name] ?? (() => w.rpc(name, { ...args }));
      return { data: await verb(args), error: null, status: 200 };
    } catch (error) {
      broken.set(m, error);
      throw error;
    }
  };
  return {
    ...w.product.services,
    db: { rpc } as unknown as Services["db"],
    background: () => {},
    sleep: (ms) => passTime(m, w, ms),
    providerOf: async () => ({
      name: "wasender",
      maxInFlight: 1,
      send: async () => callProvider(m, held!, pick(weather.fates, calls++)) as unknown as SendOutcome,
      channelStatus: async () =>
        (weather.probe === "unknown"
          ? { kind: "unknown", message: "No answer." }
          : { kind: "status", status: weather.probe }) as ChannelProbe,
      messageInfo: async (providerId: string) => infoOf(m, providerId, weather.knowsMessages),
    }),
  };
}

function infoOf(m: Model, providerId: string, isKnown: boolean): MessageInfo {
  const found = m.arrived.find((arrived) => arrived.providerId === providerId);
  if (!isKnown || !found) return { kind: "not_yet", message: "Not found." };
  const chat = { phone: null, lid: lidOf(found.customer) };
  return { kind: "found", whatsappId: found.whatsappId, status: "sent", chat };
}

async function bindByLog(m: Model, w: World, message: number, info: MessageInfo): Promise<boolean> {
  let bound = false;
  await act(m, w, "bind", async () => {
    bound = await w.rpc("bind_message", { message, info });
    if (!bound || info.kind !== "found") return;
    if (info.status) tell(m, info.whatsappId, info.status);
    if (info.chat.lid) m.linked.add(m.arrived.find((a) => a.whatsappId === info.whatsappId)!.customer);
  });
  return bound;
}

async function recordProbe(m: Model, w: World, probe: ChannelProbe): Promise<string> {
  let state = "";
  await act(m, w, "probe", async () => {
    state = await w.rpc("record_probe", { channel: w.channel, probe });
    if (probe.kind !== "status" || m.paused === null || m.paused === "staff") return;
    m.paused = probe.status === "connected" ? null : "session_down";
  });
  return state;
}
