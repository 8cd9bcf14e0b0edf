import type { SendOutcome } from "../../lib/model/provider.ts";
import { sortSend } from "../../lib/vendors/meta/sort-send.ts";
import { type Contract, contract } from "./part.ts";
import type { Published } from "./request-to-outgoing.ts";

/** Codes about which a wrong guess costs most (docs, error codes). */
const must: { codes: number[]; is: (outcome: SendOutcome) => boolean; words: string }[] = [
  {
    codes: [0, 190],
    is: (one) => one.kind === "not_sent" && one.pause !== null,
    words: "stops the channel and keeps the queue",
  },
  {
    codes: [4, 80007, 130429, 131048, 131056],
    is: (one) => one.kind === "not_sent" && one.pause === null,
    words: "waits and is tried again",
  },
  { codes: [100, 131008, 131009], is: (one) => one.kind === "failed", words: "is never repeated" },
];

/** Whether each published error, of whatever call, is one of the four ways a send can end, by its code before its status. */
export function checkErrors(examples: Record<string, Record<string, Published>>): Contract {
  const part = contract("the published errors are sorted");
  for (const [route, cases] of Object.entries(examples)) {
    const status = Number(/ (\d{3})$/.exec(route)?.[1] ?? 400);
    const wrong = Object.entries(cases).flatMap(([name, body]) => {
      const why = complaint(body, status);
      return why === null ? [] : [`${name}: ${why}`];
    });
    if (wrong.length === 0) part.held.push(route);
    else part.broken.push({ name: route, why: wrong.join("; ") });
  }
  return part;
}

function complaint(body: Published, status: number): string | null {
  const exchange = { kind: "answer", status, headers: new Headers(), text: "", body } as const;
  const outcome = sortSend(exchange, "token");
  if (outcome.kind === "accepted") return "taken for a success";
  const code: unknown = body.error?.code;
  const subcode: unknown = body.error?.error_subcode;
  // "Object with ID … does not exist" comes as a bad parameter, and is about the number.
  if (code === 100 && subcode === 33) return null;
  const rule = must.find(({ codes }) => typeof code === "number" && codes.includes(code));
  return rule && !rule.is(outcome) ? `code ${code} ${rule.words}, ours: ${outcome.kind}` : null;
}
