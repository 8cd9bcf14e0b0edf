import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { consentKey } from "../../lib/messages/consent-key.ts";
import { consentKeys } from "../../lib/messages/consent-keys.ts";
import { readSettingValue } from "../../lib/settings/save-setting.ts";

/** What the company saves unless it says otherwise: `app.default_setting('consent')`. */
const stopWords = ["stop", "basta", "cancellami", "disiscrivimi", "non scrivetemi piu", "unsubscribe"];
const startWords = ["start", "riprendi", "iscrivimi", "unstop"];
const means = (text: string | null, words = stopWords) =>
  consentKeys(text).some((key) => words.includes(key));

describe("a stop", () => {
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
    "Stop grazie",
    "stop, grazie mille",
    "basta per favore",
    "Per cortesia non scrivetemi più, grazie",
    "Buongiorno, STOP",
    "STOP please",
    "basta messaggi",
    "Stop messaggi per favore",
    "stop 🙏",
    "🛑 STOP 🛑",
    "stop 👍🏽",
    "S T O P",
    "s.t.o.p.",
    "S-T-O-P grazie",
    "st\u200Bop",
    "stoppp",
    "stopp",
    "bastaaa",
    "baaasta!",
    "stop stop stop",
    "basta! basta!",
    "sotp",
    "bsata",
    "non scrivetmei più",
    "stop...",
    "stop, basta",
    "basta così",
    "non scrivetemi",
    `stop${"!".repeat(200)}`,
  ])("%j", (text) => expect(means(text)).toBe(true));
});

describe("no stop", () => {
  it.each([
    null,
    "",
    "   ",
    "!!!",
    "🙏",
    "grazie",
    "basta che mi dica dove inviarla",
    "Basta così, domani mando la bolletta",
    "non basta",
    "non fermatevi",
    "stop al telefono",
    "stop al telefono, meglio whatsapp",
    "la bolletta si chiama Stop & Go",
    "Stop & Go",
    "non stop",
    "bastano due pagine?",
    "basta una pagina?",
    "basta grazie a voi ho risolto",
    "non scrivetemi più di sera",
    "spot",
    "tops",
    "post",
    "asta",
    "pasta",
    "st op",
    "messaggi stop domani",
    "mi sono iscritto al canale Basta",
    "STOP alle 18, poi continuiamo",
  ])("%j", (text) => expect(means(text)).toBe(false));

  it("a word that is another word is never taken for a slip", () => {
    expect(means("form", ["from"])).toBe(false);
    expect(means("alto", ["lato"])).toBe(false);
    expect(means("lato", ["lato"])).toBe(true);
  });

  it("answers at once on a long text of punctuation", () => {
    expect(consentKeys(`${"!".repeat(1_000_000)}x`)).toEqual([]);
  });
});

describe("always", () => {
  const word = fc.constantFrom(...stopWords, ...startWords);
  /** Those that mean nothing beside other words, whatever stands between. */
  const bare = fc.constantFrom("stop", "basta", "cancellami", "start", "riprendi", "iscrivimi");
  const polite = fc.constantFrom("", "grazie", "per favore", "per cortesia", "please", "prego", "thanks");
  const noise = fc.stringMatching(/^[ !.,;:…*_~'"«»()🙏👍-]{0,5}$/u);
  /** None of the words, no politeness, and too far from them for a slip. */
  const other = fc.constantFrom(
    "bolletta",
    "domani",
    "che",
    "una",
    "al",
    "telefono",
    "dove",
    "la",
    "whatsapp",
    "luce",
  );

  /** What a text that holds one of them is about: "stop whatsapp" and "la stop" are about us. */
  const matter = fc.constantFrom("bolletta", "domani", "dove", "luce", "trattore");

  it("case, punctuation, emoji and politeness do not matter", () => {
    fc.assert(
      fc.property(
        word,
        polite,
        polite,
        noise,
        noise,
        fc.boolean(),
        (stop, before, after, left, right, loud) => {
          const text = `${left} ${before} ${loud ? stop.toUpperCase() : stop}${right} ${after} ${left}`;
          expect(consentKeys(text)).toContain(stop);
        },
      ),
    );
  });

  it("a key never comes from a text with more words than its list allows", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(bare, other), { minLength: 1, maxLength: 6 }),
        fc.array(matter, { minLength: 1, maxLength: 4 }),
        noise,
        (some, more, mark) => {
          const text = fc
            .sample(fc.shuffledSubarray([...some, ...more], { minLength: some.length + more.length }), 1)[0]!
            .join(`${mark} `);
          const count = text.split(/[^\p{L}\p{N}]+/u).filter(Boolean).length;
          for (const key of consentKeys(text)) expect(key.split(" ").length).toBeLessThanOrEqual(count);
          expect(means(text, [...stopWords, ...startWords])).toBe(false);
        },
      ),
    );
  });

  it("any text: the key of a key is itself, and the first key is the text's own", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 120 }), (text) => {
        const key = consentKey(text);
        expect(consentKey(key)).toBe(key);
        const [first] = consentKeys(text);
        if (first !== undefined) expect(first).toBe(key);
      }),
    );
  });

  it.each(["constructor", "hasOwnProperty", "toString", "__proto__", "valueOf stop"])(
    "a word that every object knows is a word like any other: %s",
    (text) => expect(consentKeys(text)[0]).toBe(consentKey(text)),
  );

  it("few keys, and short ones", () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-zA-Zàèù]{1,16}$/), { maxLength: 8 }), (words) => {
        const keys = consentKeys(words.join(" "));
        expect(new Set(keys).size).toBe(keys.length);
        for (const key of keys) expect(key.length).toBeLessThanOrEqual(120);
        expect(keys.length).toBeLessThan(100);
      }),
    );
  });
});

describe("a list that a manager saves", () => {
  const setting = (stop: string[]) => ({
    stopWords: { it: stop },
    startWords: { it: ["Riprendi!"] },
    confirm: true,
    confirmation: { stop: "Va bene.", start: "Bene." },
  });

  it("is kept in the form in which it is compared", () => {
    const saved = readSettingValue(
      "consent",
      setting(["Non mi scrivere PIÙ!", "non mi scrivere piu'", "Smettetela"]),
    );
    expect(saved.stopWords).toEqual({ it: ["non mi scrivere piu", "smettetela"] });
    expect(saved.startWords).toEqual({ it: ["riprendi"] });
  });

  it("a word cannot both stop and start: nobody could come back", () => {
    expect(() => readSettingValue("consent", setting(["basta", "RIPRENDI"]))).toThrow(
      expect.objectContaining({ code: "bad_setting", field: "startWords" }),
    );
  });

  it.each([["🙏"], ["!!"]])("%j is no word: refused, with the field named", (bad) => {
    expect(() => readSettingValue("consent", setting(["basta", bad]))).toThrow(
      expect.objectContaining({ code: "bad_setting", field: "stopWords.it[1]" }),
    );
  });
});
