import { act, Broken, type Step } from "./act.ts";
import { type Attempt, attemptsOf, type Model, optedOut } from "./model.ts";
import { endLeases, expectedClaim, hold, isOpen } from "./pace.ts";
import { customerOf } from "./people.ts";
import { readRows } from "./rows.ts";
import type { World } from "./world.ts";

/** The outbox's verbs, each judged by what the model expects of it before it is learned. */

// biome-ignore lint/suspicious/noExplicitAny: answers of SQL functions
type Any = any;

/** `who` is the worker's name for itself: the one that was told to wait is known by it. */
export async function claim(
  m: Model,
  w: World,
  worker: number | null,
  maxWaitMs = 0,
  who: string = crypto.randomUUID(),
): Promise<Any> {
  let answer: Any;
  await act(m, w, "claim", async (step) => {
    answer = await w.rpc("claim_messages", { channel: w.channel, max_wait_ms: maxWaitMs, worker: who });
    // The model's channel has a pace: never more than one.
    const [first] = answer.messages ?? [];
    answer.message = first && { ...first, text: first.content.text };
    step.housekept = true;
    step.ended = endLeases(m);
    judgeClaim(m, answer);
    if (answer.action === "claimed") learnClaim(m, step, answer.message, worker);
  });
  return answer;
}

function judgeClaim(m: Model, answer: Any): void {
  const expected = expectedClaim(m);
  if (answer.action !== "claimed") {
    if (expected.message !== null && !expected.mayBeAnother)
      throw new Broken("pace", `message ${expected.message} may leave, but: ${JSON.stringify(answer)}`);
    if (answer.action === "wait" && m.now + answer.ms < m.notBefore)
      throw new Broken("I6", `told to wait ${answer.ms} ms, but the slot opens in ${m.notBefore - m.now}`);
    return;
  }
  const { id } = answer.message;
  if (id !== expected.message && !(expected.mayBeAnother && !m.rows.messages.some((row) => row.id === id)))
    throw new Broken(
      "I6 I7 I12 pace",
      `message ${id} was claimed, expected ${expected.message} (${expected.why})`,
    );
  const before = attemptsOf(m, id);
  const open = before.find(
    (a) => a.known !== "not_sent" && !m.resends.some((r) => r.message === id && r.attempt === a.attempt),
  );
  if (open)
    throw new Broken("I4", `message ${id} is sent again, though attempt ${open.attempt} is ${open.known}`);
  const accepted = before.find(({ known }) => known === "accepted");
  if (accepted)
    throw new Broken("I4", `message ${id} is sent again, though attempt ${accepted.attempt} was accepted`);
  const isNotice = m.rows.messages.some((row) => row.id === id && row.purpose === "consent_notice");
  if (!isNotice && optedOut(m, customerOf(answer.message.to)))
    throw new Broken("I11", `message ${id} goes to ${answer.message.to}, who asked not to be written to`);
}

function learnClaim(m: Model, step: Step, message: Any, worker: number | null): void {
  const attempt: Attempt = {
    message: message.id,
    attempt: message.attempt,
    customer: customerOf(message.to),
    claimedAt: m.now,
    step: m.step,
    leaseUntil: m.now + 60_000,
    known: "in_flight",
    knownIn: m.step,
    code: null,
    isOverruled: false,
    calledAt: null,
  };
  m.attempts.push(attempt);
  step.claimed = attempt;
  hold(m, m.now + m.setting.intervalMs);
  if (worker !== null)
    m.workers[worker] = {
      message: message.id,
      attempt: message.attempt,
      text: message.text,
      to: message.to,
      claimedAt: m.now,
      answer: null,
    };
}

export async function settle(
  m: Model,
  w: World,
  message: number,
  number: number,
  outcome: Any,
): Promise<Any> {
  let answer: Any;
  await act(m, w, `settle ${outcome.kind}`, async (step) => {
    [answer] = await w.rpc("settle_messages", {
      channel: w.channel,
      settlements: [{ message, attempt: number, outcome }],
    });
    const attempt = m.attempts.find((a) => a.message === message && a.attempt === number)!;
    const isCurrent = attemptsOf(m, message).at(-1) === attempt;
    const refusal = !isOpen(attempt) ? "already_settled" : isCurrent ? undefined : "stale";
    const expected = { settled: refusal === undefined, reason: refusal };
    if (answer.settled !== expected.settled || answer.reason !== expected.reason)
      throw new Broken("I9", `settled ${JSON.stringify(answer)}, expected ${JSON.stringify(expected)}`);
    if (!isOpen(attempt)) return;
    attempt.known = outcome.kind;
    const row = m.rows.messages.find(({ id }) => id === message)!;
    attempt.isOverruled = outcome.kind === "failed" && row.whatsappId !== null;
    attempt.knownIn = m.step;
    attempt.code = outcome.code ?? null;
    step.settled = attempt;
    if (outcome.code !== "not_begun")
      hold(m, m.now + Math.max(m.setting.intervalMs, outcome.retryAfterMs ?? 0));
    if (outcome.pause && m.paused !== "staff") m.paused = outcome.pause;
  });
  return answer;
}

export async function tick(m: Model, w: World): Promise<Any> {
  let answer: Any;
  await act(m, w, "tick", async (step) => {
    const due = dueAgain(m);
    let retried = 0;
    for (const request of await w.rpc("take_failed_events", { most: 50 }))
      if ((await w.rpc("retry_event", { request })).outcome !== "failed") retried += 1;
    answer = await w.rpc("tick", {});
    step.housekept = true;
    step.ended = endLeases(m);
    const { requests } = await readRows(w.session());
    const healed = m.failed.filter((f) => requests.find(({ id }) => id === f.request)!.outcome !== "failed");
    // It may have waited for a lock, and more became due meanwhile.
    if (due.some((f) => !healed.includes(f)) || healed.some((f) => !dueAgain(m).includes(f)))
      throw new Broken("I3", `${due.length} failed deliveries were due, ${healed.length} took effect`);
    if (retried !== healed.length) throw new Broken("I3", `${retried} are said to be retried`);
    m.failed = m.failed.filter((f) => !healed.includes(f));
    for (const { delivery, heard } of healed) delivery.effect(m, heard, "processed");
    if (answer.freed !== step.ended.length)
      throw new Broken("I8", `${step.ended.length} leases had ended, ${answer.freed} were freed`);
  });
  return answer;
}

const dueAgain = (m: Model) =>
  m.failed.filter(({ request }) => m.rows.requests.find(({ id }) => id === request)!.nextTryAt! <= m.now);
