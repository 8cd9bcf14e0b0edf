import fc from "fast-check";
import { again } from "./commands/again.ts";
import { callWhileBroken, replyWhileBroken } from "./commands/broken-delivery.ts";
import { type CallBody, callEnded } from "./commands/calls.ts";
import { type Session, session } from "./commands/channel.ts";
import type { Command } from "./commands/command.ts";
import { dispatchAll, runTheClock, type Weather } from "./commands/dispatchers.ts";
import { type Fate, fates } from "./commands/fates.ts";
import { look } from "./commands/look.ts";
import { overlap } from "./commands/overlap.ts";
import { answer, type By, quote, reply, type Said } from "./commands/replies.ts";
import { acknowledge, mend, override, pauseByStaff, resolve } from "./commands/staff.ts";
import { bind, echo, looseFailure, status, typed } from "./commands/statuses.ts";
import { type Mark, pass, passTo } from "./commands/time.ts";
import { claimNext, crash, freeze, leave, send, settleNow, tickOnce } from "./commands/workers.ts";
import { customers } from "./people.ts";
import type { Setting } from "./world.ts";

const customer = fc.nat(customers - 1);
const call = fc.nat(3 * customers - 1);
const worker = fc.nat(2);
const some = fc.nat(5);
const by = fc.constantFrom<By>("phone", "phone", "lid", "lid", "pair");
const fate = fc.constantFrom(...(Object.keys(fates).filter((f) => f !== "tooLate") as Fate[]));
const body = fc.constantFrom<CallBody>("ended", "ended", "ended", "ended", "tagged", "refusal");
const said = fc.constantFrom<Said>("text", "text", "text", "pdf", "pdf", "stop");
const told = fc.constantFrom("sent", "delivered", "read", "failed");
const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const spans = fc.constantFrom(
  1,
  900,
  5 * second,
  5 * second + 1,
  31 * second,
  minute,
  31 * minute,
  2 * hour,
  25 * hour,
);
const mark = fc.constantFrom<Mark>(
  "slot",
  "interval",
  "lease",
  "cap",
  "expiry",
  "due",
  "liveEnd",
  "night",
  "morning",
);

export const setting: fc.Arbitrary<Setting> = fc.record({
  intervalMs: fc.constantFrom(minute, 2 * second, 0),
  dailyLimit: fc.constantFrom(0, 3, 2),
});

const weather: fc.Arbitrary<Weather> = fc.record({
  fates: fc.array(fate, { minLength: 1, maxLength: 3 }),
  probe: fc.constantFrom("connected", "connected", "disconnected", "unknown"),
  knowsMessages: fc.boolean(),
});
const decision = fc.constantFrom("sent", "resend", "resend");

const weighted: [number, fc.Arbitrary<Command>][] = [
  [9, fc.tuple(call, body).map((a) => callEnded(...a))],
  [3, fc.tuple(customer, fc.nat(2), said, by).map((a) => reply(...a))],
  [4, fc.tuple(some, fc.nat(5), said, by).map((a) => answer(...a))],
  [2, fc.tuple(fc.nat(2), some, by).map((a) => quote(...a))],
  [5, fc.tuple(some, told, fc.constantFrom("whatsapp", "provider", "both")).map((a) => status(...a))],
  [4, fc.tuple(some, by).map((a) => echo(...a))],
  [1, fc.tuple(customer, fc.nat(1), by).map((a) => typed(...a))],
  [1, fc.constant(null).map(() => looseFailure())],
  [3, fc.tuple(some, fc.option(told), fc.boolean()).map((a) => bind(...a))],
  [6, fc.tuple(worker, fc.constantFrom(0, 75 * second)).map((a) => claimNext(...a))],
  [6, fc.tuple(worker, fate, fc.constantFrom(0, 400, 15 * second)).map((a) => send(...a))],
  [8, fc.tuple(worker, fc.constantFrom(1, 1, 1, 2)).map((a) => settleNow(...a))],
  [1, worker.map((n) => crash(n))],
  [6, fc.tuple(fate, fc.constantFrom(true, true, false)).map((a) => leave(...a))],
  [4, fate.map((f) => freeze(f))],
  [2, fc.constant(null).map(() => tickOnce())],
  [1, fc.tuple(fc.boolean(), weather).map((a) => dispatchAll(...a))],
  [2, weather.map((a) => runTheClock(a))],
  [4, fc.nat(30).map((n) => again(n))],
  [8, fc.tuple(some, decision).map((a) => resolve(...a))],
  [2, fc.tuple(some, fc.constantFrom("send", "dont_send")).map((a) => override(...a))],
  [1, fc.boolean().map((paused) => pauseByStaff(paused))],
  [5, fc.constant(null).map(() => mend())],
  [1, some.map((n) => acknowledge(n))],
  [
    1,
    fc.constantFrom<Session>("connected", "connecting", "disconnected", "logged_out").map((s) => session(s)),
  ],
  [1, fc.tuple(call, body).map((a) => callWhileBroken(...a))],
  [1, fc.tuple(customer, fc.nat(2), said, by).map((a) => replyWhileBroken(...a))],
  [1, fc.constant(null).map(() => look())],
  [3, spans.map((ms) => pass(ms))],
  [6, fc.tuple(mark, fc.constantFrom(0, 0, -1, 1)).map((a) => passTo(...a))],
];

/** What one verb does in one transaction, so that it can be held open. */
const single: fc.Arbitrary<Command> = fc.oneof(
  { weight: 4, arbitrary: worker.map((n) => claimNext(n)) },
  worker.map((n) => settleNow(n)),
  fc.tuple(call, body).map((a) => callEnded(...a)),
  fc.tuple(customer, fc.nat(2), said, by).map((a) => reply(...a)),
  fc.tuple(some, told, fc.constantFrom("whatsapp", "provider", "both")).map((a) => status(...a)),
  fc.tuple(some, by).map((a) => echo(...a)),
  fc.tuple(some, fc.option(told), fc.boolean()).map((a) => bind(...a)),
  fc.tuple(some, decision).map((a) => resolve(...a)),
  fc.nat(30).map((n) => again(n)),
  fc.constant(null).map(() => tickOnce()),
);
weighted.push([
  6,
  fc.tuple(single, single, fc.constantFrom(0, 0, 1500, 60 * second)).map((a) => overlap(...a)),
]);

/**
 * Each command as often as its weight says. Without fast-check's bias to short lists: a run of four commands seldom
 * gets as far as a send.
 */
export const anyCommands = (maxCommands: number) =>
  fc.noBias(
    fc.commands(
      weighted.flatMap(([weight, arbitrary]) => Array.from({ length: weight }, () => arbitrary)),
      { maxCommands, size: "max" },
    ),
  );
