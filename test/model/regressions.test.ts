import { afterAll, beforeAll, test } from "vitest";
import { again } from "./commands/again.ts";
import { callWhileBroken } from "./commands/broken-delivery.ts";
import { callEnded } from "./commands/calls.ts";
import type { Command } from "./commands/command.ts";
import { overlap } from "./commands/overlap.ts";
import { answer, quote, reply } from "./commands/replies.ts";
import { pauseByStaff, resolve } from "./commands/staff.ts";
import { bind, echo, looseFailure, status } from "./commands/statuses.ts";
import { pass, passTo } from "./commands/time.ts";
import { claimNext, crash, freeze, leave, send, settleNow, tickOnce } from "./commands/workers.ts";
import { runCommands } from "./run-commands.ts";
import { createWorld, type World } from "./world.ts";

/**
 * Shrunk failures of the random runs: of the product, and of copies of it with one promise broken on purpose. Each list
 * is checked like a random one, after every command.
 */
let w: World;
beforeAll(async () => {
  w = await createWorld();
});
afterAll(() => w.close());

const hour = 3_600_000;
const orders: [string, Command[], dailyLimit?: number][] = [
  [
    "a stale worker settles its own attempt and not the newer one",
    [callEnded(0), freeze("timeoutLost"), resolve(0, "resend"), passTo("slot"), claimNext(0), settleNow(0)],
  ],
  [
    "a late acceptance cancels the resend that a person pressed",
    [callEnded(0), freeze("accepted"), resolve(0, "resend"), settleNow(0), passTo("slot"), claimNext(0)],
  ],
  [
    "a worker that died before its call: doubt, not another try",
    [callEnded(0), claimNext(0), crash(0), passTo("lease"), tickOnce(), passTo("slot"), claimNext(0)],
  ],
  [
    "a claim that waited for its lock goes by the time after it",
    [callEnded(0), overlap(callEnded(1), claimNext(0), 60_000)],
  ],
  [
    "two claims at once hand out one message",
    [callEnded(0), callEnded(1), overlap(claimNext(0), claimNext(1), 0)],
  ],
  [
    "the slot runs from the answer: nothing leaves one interval after the claim",
    [
      ...[callEnded(0), callEnded(1), claimNext(0), send(0, "accepted", 15_000), settleNow(0)],
      ...[passTo("interval"), claimNext(0), passTo("slot"), claimNext(0)],
    ],
  ],
  [
    "a stop word before anything left: what waits is skipped, and the next call asks nobody",
    [callEnded(0), reply(0, 0, "stop"), leave(), callEnded(4), leave()],
  ],
  [
    "who asked to stop answers later all the same",
    [callEnded(0), leave(), answer(0, 0, "stop"), reply(0, 0, "text")],
  ],
  [
    "a reply, then a call heard late, then the ask turns out not to have left: nobody answered the late call's",
    [
      ...[callEnded(0), claimNext(0), reply(0, 0, "text"), callWhileBroken(4, "ended")],
      ...[send(0, "limited"), settleNow(0), pass(60_000), tickOnce()],
    ],
  ],
  [
    "a paused channel expires what is too late",
    [callEnded(0), pauseByStaff(true), passTo("expiry"), claimNext(0), tickOnce()],
  ],
  [
    "a stop word while the message is on its way, which then turns out not to have left",
    [
      callEnded(0),
      claimNext(0),
      reply(0, 0, "stop"),
      send(0, "unreachable"),
      settleNow(0),
      pass(60_000),
      leave(),
    ],
  ],
  [
    "a stop word from a hidden number counts once the pair is known",
    [callEnded(0), reply(0, 0, "stop", "lid"), reply(0, 1, "text", "pair"), leave()],
  ],
  [
    "a hidden writer's answer counts once the provider's log tells whose it is",
    [callEnded(0), leave(), pass(900), answer(0, 0, "text", "lid"), bind(0, "sent", true)],
  ],
  [
    "statuses that come before their message, falling, wait for it",
    [
      callEnded(0),
      leave(),
      status(0, "read"),
      status(0, "sent"),
      bind(0, null, false),
      status(0, "delivered"),
    ],
  ],
  [
    "a status by the provider's id, faster than the settlement",
    [callEnded(0), claimNext(0), send(0, "accepted"), status(0, "delivered", "provider"), settleNow(0)],
  ],
  [
    "a failed ask that is quoted: that one was answered, not the later one",
    [callEnded(3), leave(), bind(0, "failed", false), callEnded(7), leave(), quote(0, 0, "phone")],
  ],
  [
    "an echo resolves the doubt, and the person's resend with it",
    [callEnded(0), leave("timeoutArrived"), resolve(0, "resend"), echo(0), passTo("slot"), claimNext(0)],
  ],
  [
    "what a rate limit sent back does not use up the cap, and its wait holds the channel",
    [
      callEnded(0),
      callEnded(1),
      leave("limited"),
      pass(60_000),
      claimNext(0),
      leave(),
      leave(),
      leave(),
      leave(),
    ],
    2,
  ],
  [
    "the cap counts what nobody can be sure of, for 24 hours",
    [
      callEnded(0),
      callEnded(1),
      callEnded(2),
      leave("timeoutLost"),
      leave(),
      leave(),
      passTo("cap"),
      leave(),
    ],
    2,
  ],
  [
    "outside the sending hours only what is live leaves; the rest waits for the morning",
    [
      passTo("night"),
      callEnded(0),
      leave("unreachable"),
      pass(2 * hour),
      claimNext(0),
      passTo("morning"),
      leave(),
    ],
  ],
  [
    "the covering ask expires with what it covered: one takes its place, and expires too",
    [callEnded(2), callEnded(6), passTo("expiry"), claimNext(0), tickOnce()],
  ],
  [
    "a failed delivery that the clock makes effective is a duplicate from then on",
    [callWhileBroken(0, "ended"), pass(31_000), tickOnce(), callEnded(0), again(0)],
  ],
  [
    "a failure that names nobody is the only unbound send's, also when its lease has ended",
    [callEnded(0), freeze("accepted"), looseFailure(), settleNow(0)],
  ],
  [
    "the first send arrived, as its echo tells, before the resend is refused: it stays sent",
    [
      ...[callEnded(0), leave("timeoutArrived"), resolve(0, "resend"), passTo("slot"), claimNext(0)],
      ...[send(0, "refused"), echo(0), settleNow(0)],
    ],
  ],
  [
    "a send that never left, said late while its resend waits: the next reply answers nothing",
    [callEnded(0), freeze("unreachable"), resolve(0, "resend"), settleNow(0), reply(0, 0)],
  ],
  [
    "the first send may have arrived, its resend is refused: a reply still answers the ask",
    [callEnded(0), leave("timeoutArrived"), resolve(0, "resend"), leave("refused"), reply(0, 0)],
  ],
  [
    "the first send turns out accepted while its resend, which never left, waits again: it is not sent twice",
    [
      ...[callEnded(0), freeze("accepted"), resolve(0, "resend"), leave("unreachable"), settleNow(0)],
      ...[passTo("slot"), claimNext(0)],
    ],
  ],
  [
    "the first send turns out accepted while its resend is on its way: the resend's refusal does not fail it",
    [
      ...[callEnded(0), freeze("accepted"), resolve(0, "resend"), passTo("slot"), claimNext(0), settleNow(0)],
      ...[send(0, "refused"), settleNow(0)],
    ],
  ],
  [
    "the first send turns out accepted while its resend is on its way, whose worker dies: no doubt is left",
    [
      ...[callEnded(0), freeze("accepted"), resolve(0, "resend"), passTo("slot"), claimNext(0), settleNow(0)],
      ...[crash(0), passTo("lease"), tickOnce()],
    ],
  ],
  [
    "the first send turns out accepted when its resend was, too: what was told of the resend is not lost",
    [
      ...[callEnded(0), freeze("accepted"), resolve(0, "resend"), leave("accepted")],
      ...[status(1, "sent", "provider"), settleNow(0)],
    ],
  ],
];

test.for(orders)("%s", async ([, list, dailyLimit]) => {
  await runCommands(w, { intervalMs: 60_000, dailyLimit: dailyLimit ?? 0 }, list);
});
