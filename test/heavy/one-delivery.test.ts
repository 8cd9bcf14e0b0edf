import { expect, test } from "vitest";
import { deliveredOnce, pagesRead } from "./pages-read.ts";

const unknown = { kind: "other", evidence: null, look: "unknown_kind", contentName: "newMessage" };

/** What each message is, and how many pages of the database it may touch: half as many again as it does on a quiet machine. */
const kinds: Record<string, { pages: number; over: (n: number) => object }> = {
  "plain answers": { pages: 120, over: () => ({}) },
  "answers to an ask": { pages: 140, over: () => ({}) },
  quotes: { pages: 125, over: (n) => ({ quotedWhatsappId: `3EB0HEAVY${n - 1}` }) },
  files: {
    pages: 240,
    over: (n) => ({
      kind: "document",
      evidence: "attachment",
      media: { mimetype: "application/pdf", fileName: `bolletta-${n}.pdf` },
    }),
  },
  "stops and starts": {
    pages: 360,
    over: (n) => {
      const word = n % 2 ? "stop" : "start";
      return { text: word, consentKeys: [word] };
    },
  },
  "what is to be looked at": { pages: 240, over: () => unknown },
  "an answer after each that is to be looked at": { pages: 200, over: (n) => (n % 2 ? {} : unknown) },
};

// A clock would tell the machine's load; pages tell what each message makes the database read. They
// vary by a tenth with what else runs there; what reads all that came before reads three times as much.
test.each(Object.entries(kinds))(
  "one delivery of one person costs the same a message, however many there are: %s",
  async (name, { pages, over }) => {
    const isAsked = name === "answers to an ask";
    const few = (await pagesRead(100, over, isAsked)) / 100;
    const many = (await pagesRead(500, over, isAsked)) / 500;
    expect(many / few).toBeLessThan(1.7);
    expect(many).toBeLessThan(pages);
  },
  60_000,
);

test("each of five hundred moves the window of its person on", async () => {
  const few = (await pagesRead(100, () => ({}), false, true)) / 100;
  const many = (await pagesRead(500, () => ({}), false, true)) / 500;
  expect(many / few).toBeLessThan(1.7);
  expect(many).toBeLessThan(140);
}, 60_000);

test("a list of five hundred is recorded whole", async () => {
  expect(await deliveredOnce(500)).toEqual({ outcome: "processed", messages: 500 });
});
