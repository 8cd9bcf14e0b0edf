import { describe, expect, test } from "vitest";
import type { Language } from "../../lib/base/language.ts";
import * as codes from "../../lib/model/codes.ts";
import { attentionTexts } from "../../lib/pages/attention/texts.ts";
import { eventTexts } from "../../lib/pages/events/event-texts.ts";
import { evidenceTexts } from "../../lib/pages/evidence/texts.ts";
import { gapTexts } from "../../lib/pages/home/gap-texts.ts";
import { texts } from "../../lib/pages/shell/texts.ts";
import { taskTexts } from "../../lib/pages/tasks/texts.ts";
import { vendors } from "../../lib/vendors/vendors.ts";
import { alertWords } from "../../lib/work/alerts/alert-texts.ts";

/** Every stable code, by what explains it. */
const storedCodes = {
  reasons: codes.reasonCodes,
  pauses: codes.pauseReasons,
  rejections: codes.rejectionReasons,
  ignored: codes.ignoredReasons,
  incidents: codes.incidentKinds,
  alerts: codes.alertKinds,
  attention: codes.attentionKinds,
  findings: codes.findingKinds,
  passes: codes.passKinds,
  passErrors: codes.passErrors,
  statuses: codes.messageStatuses,
  connections: codes.connectionStatuses,
  overrides: codes.overrideAnswers,
  proofs: codes.evidenceLevels,
  tasks: codes.taskStates,
  files: codes.fileStates,
} satisfies Record<string, readonly string[]>;

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
    attention: [
      Object.fromEntries(Object.entries(attentionTexts[language].kinds).map(([k, v]) => [k, v.title])),
    ],
    proofs: [evidenceTexts[language].proofs],
    tasks: [taskTexts[language].states],
    files: [{ ...evidenceTexts[language].fileStates, stored: evidenceTexts[language].open }],
  };
};
const kinds = Object.keys(storedCodes) as Kind[];

describe.each(["it", "en"] as const)("%s has words for each stable code", (language) => {
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
