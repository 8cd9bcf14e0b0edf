import { randomBytes, randomInt } from "node:crypto";
import type { Simulation } from "../simulation.ts";
import { type Customer, phoneDigits } from "../world/customer.ts";
import { findByPhone } from "../world/find-customer.ts";
import { OWN_NUMBERS } from "../world/line.ts";
import type { WebhookPost } from "../world/wire-entry.ts";
import type { Quality } from "./account.ts";
import { emitGraph, META_WEBHOOK_PATH, metadata } from "./emit-graph.ts";
import { statusError } from "./graph-error.ts";
import { tierOf } from "./nodes.ts";
import { contactOf, senderOf } from "./person.ts";
import { wamid } from "./wamid.ts";

const seconds = (ms: number) => String(Math.floor(ms / 1000));

/** The number's quality changes; low quality flags it and lowers how many may be written to first (docs, quality webhooks). */
export function changeNumberQuality(sim: Simulation, quality: Quality): void {
  const { meta } = sim.world;
  meta.quality = quality;
  meta.limit = quality === "RED" ? 250 : 2000;
  sim.world.touch();
  void emitGraph(sim, "phone_number_quality_update", {
    display_phone_number: OWN_NUMBERS.meta.phone.slice(1),
    event: quality === "GREEN" ? "UNFLAGGED" : "FLAGGED",
    current_limit: tierOf(meta.limit),
  });
  void emitGraph(sim, "business_capability_update", {
    max_daily_conversations_per_business: meta.limit,
    max_phone_numbers_per_business: 2,
  });
}

/** The account is restricted, or free again (docs, account webhooks). */
export function changeAccount(sim: Simulation, isRestricted: boolean): void {
  const value = isRestricted
    ? {
        event: "ACCOUNT_RESTRICTION",
        restriction_info: [
          {
            restriction_type: "RESTRICTED_BIZ_INITIATED_MESSAGING",
            expiration: Number(seconds(sim.world.now() + 86_400_000)),
          },
        ],
      }
    : { event: "VERIFIED_ACCOUNT" };
  void emitGraph(sim, "account_update", value, `account ${value.event}`);
}

/** The customer wants no marketing any more, or again. Its time is a number here (docs, user preferences). */
export function changePreference(sim: Simulation, customer: Customer, value: "stop" | "resume"): void {
  const preference = {
    ...(customer.addressing !== "lid-only" && { wa_id: phoneDigits(customer) }),
    user_id: customer.bsuid,
    detail:
      value === "stop"
        ? "User requested to stop marketing messages"
        : "User requested to resume marketing messages",
    category: "marketing_messages",
    value,
    timestamp: Math.floor(sim.world.now() / 1000),
  };
  void emitGraph(
    sim,
    "user_preferences",
    {
      messaging_product: "whatsapp",
      metadata: metadata(),
      contacts: [contactOf(customer)],
      user_preferences: [preference],
    },
    `preference ${value}`,
  );
}

/** The customer rings on WhatsApp: `connect`, and after a moment `terminate` (docs, calling). It opens the window. */
export function ringUs(
  sim: Simulation,
  customer: Customer,
  { isAnswered, talkingSeconds }: { isAnswered: boolean; talkingSeconds: number },
): void {
  const id = `wacid.${randomBytes(24).toString("base64")}`;
  const { from, from_user_id } = senderOf(customer);
  const common = {
    id,
    ...(from && { from }),
    from_user_id,
    to: OWN_NUMBERS.meta.phone.slice(1),
    direction: "USER_INITIATED",
  };
  const begun = sim.world.now();
  customer.wroteAt.meta = begun;
  sim.world.touch();
  const emit = (call: object) =>
    void emitGraph(
      sim,
      "calls",
      {
        messaging_product: "whatsapp",
        metadata: metadata(),
        contacts: [contactOf(customer)],
        calls: [{ ...common, ...call, timestamp: seconds(sim.world.now()) }],
      },
      `call ${(call as { event: string }).event}`,
    );
  emit({ event: "connect" });
  sim.world.schedule(() => {
    const ended = isAnswered
      ? {
          status: "COMPLETED",
          start_time: seconds(begun),
          end_time: seconds(begun + talkingSeconds * 1000),
          duration: talkingSeconds,
        }
      : { status: "FAILED" };
    emit({ event: "terminate", ...ended });
  }, sim.settings.statusDelayMs);
}

/** The customer takes another number; the business-scoped id changes with it (docs, system messages). */
export function changeNumber(sim: Simulation, customer: Customer, phone = freshPhone(sim)): void {
  const [oldDigits, oldBsuid] = [phoneDigits(customer), customer.bsuid];
  customer.phone = phone;
  customer.bsuid = `IT.${randomInt(10 ** 11, 10 ** 12)}${randomInt(1000, 9999)}`;
  sim.world.touch();
  const isHidden = customer.addressing === "lid-only";
  const system = {
    body: `User ${customer.name} changed from ${oldDigits} to ${phoneDigits(customer)}`,
    ...(!isHidden && { wa_id: phoneDigits(customer) }),
    type: isHidden ? "user_changed_user_id" : "user_changed_number",
    user_id: customer.bsuid,
    previous_user_id: oldBsuid,
  };
  const message = {
    ...(!isHidden && { from: oldDigits }),
    from_user_id: oldBsuid,
    id: wamid(oldDigits, "customer"),
    timestamp: seconds(sim.world.now()),
    type: "system",
    system,
  };
  void emitGraph(
    sim,
    "messages",
    { messaging_product: "whatsapp", metadata: metadata(), messages: [message] },
    "number changed",
  );
}

function freshPhone({ world }: Simulation): string {
  for (;;) {
    const phone = `+39333${String(randomInt(10_000, 99_999)).padStart(7, "0")}`;
    if (!phone.endsWith("404") && !findByPhone(world, phone)) return phone;
  }
}

/** An error that belongs to no message (docs, webhooks, errors). */
export function tellError(sim: Simulation, code: number): void {
  const value = { messaging_product: "whatsapp", metadata: metadata(), errors: [statusError(code)] };
  void emitGraph(sim, "messages", value, `error ${code}`);
}

/** Meta asks whether the address is ours: the challenge has to come back as it is (docs, webhooks). */
export function shakeHands(sim: Simulation, verifyToken: string): Promise<WebhookPost> {
  const challenge = String(randomInt(10 ** 9));
  const query = new URLSearchParams({
    "hub.mode": "subscribe",
    "hub.challenge": challenge,
    "hub.verify_token": verifyToken,
  });
  return sim.poster.post({
    source: "meta",
    method: "GET",
    event: "handshake",
    path: META_WEBHOOK_PATH,
    query: `?${query}`,
    body: { "hub.mode": "subscribe", "hub.challenge": challenge },
    retriesMs: [],
    headers: () => ({}),
  });
}
