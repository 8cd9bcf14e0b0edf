import { describe, expect, it } from "vitest";
import { isStopWord } from "../../lib/messages/is-stop-word.ts";

describe("isStopWord", () => {
  it.each([
    "stop",
    "STOP",
    "Stop!",
    "  stop  ",
    "stop.\n",
    "«stop»",
    "“Stop”",
    "*STOP*",
    "~stop~",
    "\u200Estop",
    "ｓｔｏｐ",
    "Basta.",
    "basta!!!",
    "Cancellami",
    "disiscrivimi",
    "unsubscribe",
    "Non scrivetemi più",
    "non scrivetemi piu",
    "non scrivetemi piu'",
    "non scrivetemi piu’",
    "non scrivetemi piu`.",
    "NON  SCRIVETEMI\nPIÙ!",
    "non scrivetemi piu\u0300",
  ])("%j is one", (text) => expect(isStopWord(text)).toBe(true));

  it.each([
    null,
    "",
    "   ",
    "!!!",
    "basta che mi dica dove inviarla",
    "non fermatevi",
    "stop al telefono",
    "non stop",
    "stopp",
    "bastano due pagine?",
    "stop, basta",
    "stop 🙏",
    "non scrivetemi",
    "st op",
    `stop${"!".repeat(200)}`,
  ])("%j is none", (text) => expect(isStopWord(text)).toBe(false));

  it("answers at once on a long text of punctuation", () => {
    const began = performance.now();
    expect(isStopWord(`${"!".repeat(1_000_000)}x`)).toBe(false);
    expect(performance.now() - began).toBeLessThan(200);
  });
});
