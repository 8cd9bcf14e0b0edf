import { describe, expect, it } from "vitest";
import { consentKeys, refusalMark } from "../../lib/model/consent-keys.ts";
import { startWords, stopWords } from "./default-words.ts";
import { laterSentences, neighbours, type Outcome, sentences } from "./sentences.ts";

function outcomeOf(text: string): Outcome {
  const keys = consentKeys(text);
  if (keys.some((key) => stopWords.includes(key))) return "stop";
  if (keys.some((key) => startWords.includes(key))) return "start";
  return keys.includes(refusalMark) ? "refusal" : "answer";
}

const cases = [sentences, laterSentences, neighbours].flatMap((table) =>
  (Object.keys(table) as Outcome[]).flatMap((outcome) => table[outcome].map((text) => ({ outcome, text }))),
);

describe.each(["stop", "start", "refusal", "answer"] as const)("%s", (outcome) => {
  it.each(cases.filter((one) => one.outcome === outcome).map(({ text }) => [text]))("%j", (text) => {
    expect(outcomeOf(text)).toBe(outcome);
  });
});

it("no false stop and no missed stop in more than 200 sentences", () => {
  const read = cases.map(({ outcome, text }) => ({ text, outcome, got: outcomeOf(text) }));
  expect(read.length).toBeGreaterThan(200);
  expect({
    falseStops: read.filter(({ outcome, got }) => got === "stop" && outcome !== "stop"),
    missedStops: read.filter(({ outcome, got }) => outcome === "stop" && got !== "stop"),
  }).toEqual({ falseStops: [], missedStops: [] });
});

it("a company without the line takes the text for a refusal", () => {
  const keys = consentKeys("Smettetela!");
  expect(keys.filter((key) => key === "smettetela" || key === refusalMark)).toEqual([
    "smettetela",
    refusalMark,
  ]);
});

it("a long text of the same phrases is read at once", () => {
  const began = performance.now();
  consentKeys("basta cosi ".repeat(36));
  consentKeys("non mi ".repeat(57));
  expect(performance.now() - began).toBeLessThan(2_000);
});
