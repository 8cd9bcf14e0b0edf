import { act, Broken } from "../act.ts";
import { attemptsOf, type Model } from "../model.ts";
import type { MessageRow } from "../rows.ts";
import type { World } from "../world.ts";
import { command, pick } from "./command.ts";

const inStatus = (m: Model, status: string): MessageRow[] =>
  m.rows.messages.filter((row) => row.status === status && row.purpose === "follow_up");

/** The n-th send whose outcome nobody knows: it arrived, or it is to be sent again. */
export const resolve = command(
  "resolve",
  (m, w, n: number, decision: "sent" | "resend") =>
    act(m, w, `resolve ${decision}`, async (step) => {
      const { id: message } = pick(inStatus(m, "uncertain"), n);
      const answer = await w.rpc("resolve_uncertain", { message, decision });
      if (decision === "sent") {
        m.resolvedSent.add(message);
        if (answer !== "sent") throw new Broken("I5", `resolved as sent: ${answer}`);
      } else {
        m.resends.push({ message, attempt: attemptsOf(m, message).at(-1)!.attempt });
        step.resent = message;
      }
    }),
  (m) => inStatus(m, "uncertain").length > 0,
);

/** "Send anyway" and "do not send", for one call. */
export const override = command(
  "override",
  (m, w, n: number, decision: "send" | "dont_send") =>
    act(m, w, `override ${decision}`, async () => {
      const call = pick(m.rows.calls, n).id;
      // As the page does: whoever presses has read what it passes over.
      const { lifts } = (await w.rpc("call_lifts", { call })) as { lifts: string[] };
      await w.rpc("override_call", { call, decision, lifts });
    }),
  (m) => m.rows.calls.length > 0,
);

export const pauseByStaff = command("pauseByStaff", (m, w, paused: boolean) => setPaused(m, w, paused));

/** Somebody sees the paused channel and resumes it: without, most runs would stand still. */
export const mend = command(
  "mend",
  (m, w) => setPaused(m, w, false),
  (m) => m.paused !== null,
);

const setPaused = (m: Model, w: World, paused: boolean) =>
  act(m, w, `pause ${paused}`, async () => {
    await w.rpc("set_channel_paused", { channel: w.channel, paused });
    m.paused = paused ? "staff" : null;
    // A wait that the provider asked for is lifted, down to one interval.
    if (!paused) m.notBefore = Math.min(m.notBefore, m.now + m.setting.intervalMs);
  });

export const acknowledge = command(
  "acknowledge",
  (m, w, n: number) =>
    act(m, w, "acknowledge", async () => {
      const { id: item, acknowledged } = pick(inStatus(m, "failed"), n);
      const answer = await w.rpc("acknowledge", { kind: "message", item });
      if (answer === acknowledged) throw new Broken("acknowledge", `answered ${answer}`);
    }),
  (m) => inStatus(m, "failed").length > 0,
);
