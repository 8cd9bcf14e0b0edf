import { html } from "hono/html";
import { realVendor } from "../control/real-vendor.ts";
import type { Story, StoryStep } from "../story/story.ts";
import { type WaitingFor, waitingFor } from "../story/waiting-for.ts";
import { LINE_TITLES, LINES } from "../world/line.ts";
import { type Html, timeText, type View } from "./view.ts";
import type { Words } from "./words.ts";

const MARKS = { waiting: "", running: "", done: "✓", failed: "!" } as const;

export function storyPart(view: View): Html {
  const { words } = view;
  const { story } = view.sim.world;
  if (!story) return html`<div data-key="start">${playButtons(view, words.storyPlay)}</div>`;
  const running = story.state === "running";
  return html`
    <ol class="steps" data-key="steps">${story.steps.map((step) => stepRow(view, step))}</ol>
    <div class="row" data-key="end">
      ${
        running
          ? html`<button id="story-stop" type="button" data-post="/control/story/stop">${words.storyStop}</button>`
          : playButtons(view, words.storyAgain)
      }
      ${
        view.customer.id === story.customerId
          ? ""
          : html`<button id="story-see" type="button" data-select="${story.customerId}" data-line="${story.line}">${words.storySee}</button>`
      }
    </div>
    <p class="note" data-key="note">${
      story.state === "done"
        ? words.story_done
        : story.state === "stopped"
          ? words.story_stopped
          : hint(view, story)
    }</p>`;
}

/** One for each of our numbers; the first is the one for first contacts. */
function playButtons(view: View, label: string): Html {
  const { settings } = view.sim;
  const disabled = realVendor(settings) ? "disabled" : "";
  const first = settings.firstContact ?? "wasender";
  const there = LINES.filter((line) => line === "wasender" || settings[line]);
  const lines = [first, ...there.filter((line) => line !== first)];
  return html`<div class="plays">${lines.map(
    (
      line,
    ) => html`<button id="story-play${line === first ? "" : `-${line}`}" ${line === first ? html`class="primary"` : ""}
      type="button" data-post="/control/story" data-line="${line}" ${disabled}>${
        line === first ? label : view.words.storyOn.replace("{v}", LINE_TITLES[line])
      }</button>`,
  )}</div>`;
}

/** Why it begins with a message, where it does. */
function hint({ words }: View, story: Story): string {
  const isFirst = story.steps[0]?.id === "hello" && story.state === "running";
  return isFirst ? words.storyWrites.replace("{v}", LINE_TITLES[story.line]) : "";
}

function stepRow(view: View, step: StoryStep): Html {
  const { words } = view;
  const waiting = step.state === "running" ? waitingFor(view.sim.world) : null;
  const why = waiting ? waitingText(view, waiting) : reasonText(words, step.reason);
  return html`<li class="step ${step.state}" aria-current="${step.state === "running" ? "step" : "false"}">
    <span class="mark" aria-hidden="true">${MARKS[step.state]}</span>
    <span class="what">${words[`step_${step.id}`]}
      <span class="unseen">(${words[`state_${step.state}`]})</span>
      ${why ? html`<small>${why}</small>` : ""}</span>
    <time>${step.endedAt ? timeText(view, step.endedAt) : ""}</time>
  </li>`;
}

function waitingText(view: View, waiting: WaitingFor): string {
  const text = view.words[waiting.code];
  if (waiting.code === "wait_slot") return text.replace("{v}", timeText(view, waiting.at));
  return waiting.code === "wait_fault"
    ? text.replace("{n}", waiting.title).replace("{v}", waiting.fault)
    : text;
}

function reasonText(words: Words, reason: string | null): string {
  if (!reason) return "";
  return reason in words ? words[reason as keyof Words] : reason;
}
