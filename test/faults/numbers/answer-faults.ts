import { HttpResponse } from "msw";
import {
  type AnswerFault,
  answering,
  deliversThen,
  graphError,
  inDoubt,
  read,
  refuses,
  switched,
} from "./answers.ts";
import type { Ending, NumberFault } from "./number-fault.ts";

const html = (status: number) => new HttpResponse("<h1>Bad gateway</h1>", { status });
const never = () => new Promise<Response>(() => {});

/** What comes back of a send, or does not. */
export const answerFaults: AnswerFault[] = [
  answering(
    "delivers, then resets the connection",
    deliversThen(HttpResponse.error),
    inDoubt("connection_lost"),
  ),
  answering("resets the connection without delivering", HttpResponse.error, () => ({
    ...{ status: "uncertain", code: "connection_lost", isUnseen: true },
  })),
  answering(
    "delivers, and never answers",
    async (knock) => {
      await knock.deliver();
      return never();
    },
    inDoubt("timeout"),
  ),
  answering(
    "delivers, and answers 502 in HTML",
    deliversThen(() => html(502)),
    inDoubt("server_error"),
  ),
  answering(
    "delivers, and answers 200 in HTML",
    deliversThen(() => html(200)),
    inDoubt("unreadable_answer"),
  ),
  answering(
    "delivers, and answers 500",
    deliversThen(() => HttpResponse.json(graphError(1, "An unknown error has occurred."), { status: 500 })),
    inDoubt("server_error"),
  ),
  answering(
    "delivers, and answers 500 with a code of an error of its own",
    deliversThen(() => HttpResponse.json(graphError(131000, "Something went wrong"), { status: 500 })),
    inDoubt("server_error"),
  ),
  answering(
    "delivers, and answers 200 without an id",
    deliversThen(() => HttpResponse.json({ status: "success", message: "Message queued" })),
    inDoubt("unreadable_answer"),
  ),
  answering(
    "tells of the message before it answers",
    async (knock, { graph }) => {
      const answer = await knock.deliver();
      await graph.hear(3000);
      return answer;
    },
    read,
  ),
  ...[80007, 130429, 131048].map((code) =>
    answering(`refuses as too fast, code ${code} as 400`, refuses(400, graphError(code)), read),
  ),
  // A small number may be Cunnekt's own.
  answering("refuses as too fast, code 4 as 400", refuses(400, graphError(4)), read, { only: "meta" }),
  answering("is not available, code 131016 as 500", refuses(500, graphError(131016)), read),
  answering("works on the number, code 131057 as 500", refuses(500, graphError(131057)), read),
  answering("answers 429", refuses(429, {}), read),
  answering("refuses the reviewed text", refuses(400, graphError(132001)), () => ({
    ...{ status: "failed", code: "template_refused", isUnseen: true },
  })),
  answering("has nobody of that number", refuses(400, graphError(131026)), () => ({
    ...{ status: "failed", code: "not_on_whatsapp", isUnseen: true },
  })),
  answering("holds it for its quality, then sends it", switched("held"), read, { only: "meta" }),
  answering(
    "holds it for its quality, then drops it",
    switched("held-dropped"),
    () => ({ status: "failed", code: "template_refused", isUnseen: true }),
    { only: "meta" },
  ),
  answering(
    "takes it, then says that nobody has the number",
    switched("fails-later"),
    () => ({ status: "failed", code: "not_on_whatsapp", isUnseen: true }),
    { only: "meta" },
  ),
  answering("says failed, then delivers", switched("fails-then-delivered"), read, { only: "meta" }),
  answering(
    "keeps it from the person",
    switched("not-now"),
    () => ({ status: "failed", code: "not_now", isUnseen: true }),
    { only: "meta" },
  ),
  answering(
    "says that the person stopped marketing",
    switched("stopped-marketing"),
    () => ({ status: "failed", code: "stopped_marketing", isUnseen: true }),
    { only: "meta" },
  ),
];

/** Longer than an answer takes on a busy machine, and much shorter than the product's 10 s. */
const timeoutMs = 4000;

/** One customer for each of them, in any order, all on one number at about the same time. */
export const everyAnswer: NumberFault = {
  name: "every answer that a send may get",
  timeoutMs,
  async run(stage) {
    const { vendor, random } = stage;
    const faults = answerFaults.filter(({ only = vendor }) => only === vendor);
    const order = faults
      .map((fault) => ({ fault, place: random.between(0, 1_000_000) }))
      .toSorted((a, b) => a.place - b.place);
    const endings: Record<number, Ending> = {};
    for (const [i, { fault }] of order.entries()) {
      stage.planFor(i + 1, (knock) => fault.behaviour(knock, stage));
      const ending = fault.ending(vendor);
      if (ending) endings[i + 1] = ending;
    }
    await stage.tell(...order.map((_, i) => i + 1));
    return { endings, names: order.map(({ fault }) => fault.name) };
  },
};
