import { expect, test } from "vitest";
import { deliveredOnce, pagesRead } from "./pages-read.ts";

const kinds: Record<string, (n: number) => object> = {
  "plain answers": () => ({}),
  files: (n) => ({
    kind: "document",
    evidence: "attachment",
    media: { mimetype: "application/pdf", fileName: `bolletta-${n}.pdf` },
  }),
  "stops and starts": (n) => {
    const word = n % 2 ? "stop" : "start";
    return { text: word, consentKeys: [word] };
  },
  "what is to be looked at": () => ({
    kind: "other",
    evidence: null,
    look: "unknown_kind",
    contentName: "newMessage",
  }),
};

// A clock would tell the machine's load; pages tell what each message makes the database read.
test.each(Object.entries(kinds))(
  "one delivery of one person costs the same a message, however many there are: %s",
  async (_, over) => {
    const few = (await pagesRead(100, over)) / 100;
    const many = (await pagesRead(500, over)) / 500;
    expect(many / few).toBeLessThan(1.5);
  },
  60_000,
);

test("a list of five hundred is recorded whole", async () => {
  expect(await deliveredOnce(500)).toEqual({ outcome: "processed", messages: 500 });
});
