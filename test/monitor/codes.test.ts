import { describe, expect, test } from "vitest";
import type { Language } from "../../lib/base/language.ts";
import { eventTexts } from "../../lib/pages/events/event-texts.ts";
import { gapTexts } from "../../lib/pages/home/gap-texts.ts";
import { texts } from "../../lib/pages/shell/texts.ts";
import { vendors } from "../../lib/vendors/vendors.ts";
import { alertWords } from "../../lib/work/alerts/alert-texts.ts";
import { codeExpressions, resultsOf, storedCodes } from "./stored-codes.ts";

/** Who adds a code adds its words: what is stored beside it is English, and the page is not. */
type Words = Record<string, string>;
type Kind = keyof typeof storedCodes;
const wordsOf = (language: Language): Record<Kind, Words[]> => {
  const [t, event, gap, alert] = [
    texts[language],
    eventTexts[language],
    gapTexts[language],
    alertWords[language],
  ];
  /** Of each pass, by whom it asks. */
  const passWords = (word: "keys" | "unauthorized"): Record<string, string> =>
    Object.fromEntries(
      vendors.flatMap(({ words }) =>
        Object.entries(words[language].passes).map(([kind, said]) => [kind, said[word]]),
      ),
    );
  const told = (kind: string) => alert.what({ kind, subject: "cloudtalk", facts: {} } as never);
  return {
    reasons: [{ ...t.callCodes, ...t.reasonCodes }],
    pauses: vendors.flatMap(({ numbers, words }) =>
      numbers
        ? [
            { ...t.channel.reasons, ...words[language].reasons },
            { ...t.channel.todo, ...words[language].remedies },
          ]
        : [],
    ),
    rejections: [event.rejections],
    ignored: [event.ignored],
    incidents: [t.needs.incidents],
    alerts: [Object.fromEntries(storedCodes.alerts.map((kind) => [kind, told(kind)]))],
    findings: [gap.findings],
    passes: [gap.passes("CloudTalk"), passWords("keys"), passWords("unauthorized")],
    passErrors: [{ ...gap.errors, unauthorized: passWords("unauthorized").calls! }],
    statuses: [t.statuses],
    connections: [t.channel.connections],
    overrides: [t.notices],
  };
};
const kinds = Object.keys(storedCodes) as Kind[];

describe.each(["it", "en"] as const)("%s has words for each code of the sources", (language) => {
  test.for(kinds)("%s", (kind) => {
    for (const words of wordsOf(language)[kind]) {
      expect(storedCodes[kind].filter((code) => !Object.hasOwn(words, code) || !words[code])).toEqual([]);
    }
  });
});

test.for(kinds)("%s: the Italian words are not the English ones", (kind) => {
  const [it, en] = [wordsOf("it")[kind], wordsOf("en")[kind]];
  const same = storedCodes[kind].filter((code) => it.some((words, n) => words[code] === en[n]![code]));
  expect(same).toEqual([]);
});

test("the codes are found, however they are written", () => {
  expect(storedCodes).toMatchObject({
    reasons: expect.arrayContaining([
      ...["worker_died", "expired", "resend", "answered", "same_call", "wrong_number", "opted_out"],
      ...["provider_failed", "rate_limited", "not_begun", "not_on_whatsapp", "unreadable_answer", "timeout"],
      ...[
        "covered",
        "bill_received",
        "not_ended",
        "staff_send",
        "staff_refused",
        "voicemail",
        "fixed_line",
        "not_on_whatsapp",
      ],
    ]),
    pauses: expect.arrayContaining(["bad_key", "plan_ended", "session_down", "staff"]),
    rejections: expect.arrayContaining([
      ...["bad_json", "unreadable", "unfilled_placeholders", "not_identifiable", "internal"],
    ]),
    ignored: expect.arrayContaining(["receipt", "status_not_higher", "outdated", "empty", "lid_conflict"]),
    incidents: expect.arrayContaining(["send_failed_unbound"]),
    alerts: expect.arrayContaining(["late", "source_silent"]),
    findings: expect.arrayContaining(["call", "message", "identity"]),
    passErrors: expect.arrayContaining(["internal", "rate_limited", "unauthorized", "unreadable"]),
    statuses: expect.arrayContaining(["queued", "received"]),
    connections: expect.arrayContaining(["need_scan"]),
    overrides: expect.arrayContaining(["already_sent", "no_phone", "reminders_stopped", "reminders_again"]),
  });
});

/** A code that comes from elsewhere would slip through: stored-codes.ts has to know where from. */
test("every code of a message or a call is written in a way that is looked through", () => {
  const passedOn =
    /^(?:p_code|v_code|null|p_twin\.should_send_code|[\w., ()]+ ->> 'code'|case when [^']*'\w+' then p_code end)$/;
  const unknown = codeExpressions
    .map((expression) => expression.trim().replace(/\s+/g, " "))
    .filter((expression) => !passedOn.test(expression) && resultsOf(expression).length === 0);
  expect(unknown).toEqual([]);
});
