import type { MoveTexts } from "./texts-it.ts";

export const en: MoveTexts = {
  link: "Move to another number",
  title: (from) => `Move from ${from} to another number`,
  intro:
    "Five steps, in this order. Conversations, consents and counts stay; each message leaves once. You can stop and come back at any time.",
  to: "New number",
  choose: "Choose",
  states: { done: "done", todo: "to do", wait: "waiting", try: "to be tested", bad: "not working" },
  number: {
    title: "The new number is there and connected",
    none: "Add it here: this needs another number in use.",
    askAdmin: "An admin can add it.",
    is: (name, vendor) => `${name}, at ${vendor}.`,
    connected: "The vendor says that it is connected.",
    untried: "Nobody has tested the connection yet.",
    down: "It is not connected, or paused: open it and see why.",
    open: "Open the new number",
  },
  texts: {
    title: "The texts are approved there",
    free: "This number sends any text: nothing is needed.",
    none: "Rules and reminders name no text.",
    count: (approved, all) => `${approved} of ${all} approved, of the texts that rules and reminders send.`,
    approved: "approved",
    missing: "missing",
    help: "A missing text does not leave from there: the person ends up among those to look at.",
  },
  first: {
    title: "First contacts leave from there",
    done: (name) => `Whoever has no conversation yet is written to from ${name}.`,
    todo: (name) => `They leave from ${name} now.`,
    press: (name) => `Let them leave from ${name}`,
    undo: (name) => `Put them back on ${name}`,
  },
  waiting: {
    title: (name) => `What still waits on ${name}`,
    none: "Nothing in the queue and nothing in doubt.",
    queued: "In the queue",
    onTheirWay: "On their way now",
    uncertain: "Perhaps sent",
    here: "People whose conversation is here",
    moved: "Gone on to the new number already",
    without: (n) =>
      n === 1
        ? "1 queued message has no approved text on the new number: it would not leave from there, and would stand among those not sent."
        : `${n} queued messages have no approved text on the new number: they would not leave from there, and would stand among those not sent.`,
    queueHelp:
      "You can wait until the queue is empty, or retire the number now: then it leaves from the new one, each message once.",
    uncertainHelp:
      "What was perhaps sent is for a person to decide; until somebody does, nobody sends it again. What the old vendor says later still counts.",
    threadsHelp:
      "Whoever has their conversation here is answered from here while the number is in use. If they write to the new one, it goes on there. Once this is retired you write from the new one: with an approved text, until they answer.",
  },
  retire: {
    title: (name) => `Retire ${name}`,
    firstFirst: "Step 3 first: first contacts still leave from here.",
    onTheirWay: "A message is on its way: try again in a minute.",
    askAdmin: "An admin can do this.",
    queue: (n, name) =>
      n === 0
        ? "The queue is empty."
        : n === 1
          ? `1 queued message goes to ${name}.`
          : `${n} queued messages go to ${name}.`,
    after:
      "Leave the webhook at the old vendor on for some weeks: late answers and statuses are read and count.",
    done: "Retired. What comes there is still read.",
  },
};
