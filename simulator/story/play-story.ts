import { endCall } from "../cloudtalk/end-call.ts";
import { readChat } from "../phone/read-chat.ts";
import { type CustomerMessage, writeMessage } from "../phone/write-message.ts";
import type { Simulation } from "../simulation.ts";
import { addGuest } from "../world/add-guest.ts";
import type { Customer } from "../world/customer.ts";
import type { Line } from "../world/line.ts";
import { isTaken, type WebhookPost } from "../world/wire-entry.ts";
import { newStory, type StepId, type Story } from "./story.ts";

export const HELLO_TEXT = "Buongiorno, possiamo sentirci al telefono?";
export const REPLY_TEXT = "Buongiorno, le mando la bolletta stasera";
export const BILL_NAME = "bolletta.pdf";

/** A full queue may stand before the story's message; a trial sends one a minute. */
const LONGEST_WAIT_MS = 15 * 60_000;

/** Starts the story for a customer nobody has called before. Null while another one plays. */
export function playStory(sim: Simulation, line: Line = "wasender"): Story | null {
  const { world } = sim;
  if (world.story?.state === "running") return null;
  const customer = addGuest(world);
  const story = newStory(customer.id, world.now(), line, line !== (sim.settings.firstContact ?? "wasender"));
  world.story = story;
  world.touch();
  void play(sim, story, customer);
  return story;
}

export function stopStory(sim: Simulation): void {
  if (sim.world.story?.state === "running") sim.world.story.state = "stopped";
  sim.world.touch();
}

async function play(sim: Simulation, story: Story, customer: Customer): Promise<void> {
  const { world } = sim;
  const { line } = story;
  const write = async (message: Omit<CustomerMessage, "line">) =>
    (await writeMessage(sim, customer, { line, ...message }).taken) ? null : lastRefusal(sim, line);
  const steps: Record<StepId, () => Promise<string | null>> = {
    hello: () => write({ kind: "text", text: HELLO_TEXT }),
    async call() {
      const order = { outcome: "answered", via: "workflow", shouldSend: true, twice: false } as const;
      return refusalIn(await endCall(sim, { ...order, talkingSeconds: 206, customer }).posts);
    },
    async message() {
      const ours = () => customer.chat.filter(({ from }) => from === "business");
      const arrived = () => ours().some((message) => message.line === line);
      const elsewhere = () => ours().some((message) => message.line !== line);
      const failed = () =>
        world.sends.some((send) => send.customerId === customer.id && send.message.status === 0);
      const over = () => arrived() || elsewhere() || failed() || story.state !== "running";
      await world.until(over, LONGEST_WAIT_MS).catch(() => undefined);
      if (arrived()) return null;
      if (elsewhere()) return "reason_elsewhere";
      return failed() ? "reason_failed_later" : "reason_nothing_came";
    },
    async read() {
      await pause(sim);
      readChat(sim, customer, line);
      return null;
    },
    async reply() {
      await pause(sim);
      return write({ kind: "text", text: REPLY_TEXT });
    },
    async bill() {
      await pause(sim);
      await pause(sim);
      return write({ kind: "pdf", fileName: BILL_NAME });
    },
  };

  for (const step of story.steps) {
    if (story.state !== "running") break;
    step.state = "running";
    world.touch();
    const reason = await steps[step.id]();
    if (story.state !== "running") {
      step.state = "waiting";
      break;
    }
    step.state = reason ? "failed" : "done";
    step.reason = reason;
    step.endedAt = world.now();
    if (reason) story.state = "failed";
  }
  if (story.state === "running") story.state = "done";
  world.touch();
}

function pause(sim: Simulation): Promise<void> {
  return new Promise((resolve) => sim.world.schedule(resolve, sim.settings.statusDelayMs));
}

function refusalIn(posts: WebhookPost[]): string | null {
  const refused = posts.find((post) => !isTaken(post));
  if (!refused) return null;
  const last = refused.attempts.at(-1);
  return [last?.status, last?.answer].filter(Boolean).join(" ") || "reason_no_answer";
}

function lastRefusal(sim: Simulation, line: Line): string {
  const refused = sim.world.posts.filter((post) => post.source === line && !isTaken(post));
  return refusalIn(refused.slice(-1)) ?? "reason_not_taken";
}
