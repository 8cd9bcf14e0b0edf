import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { checkAnswers } from "../../scripts/contracts/check-answers.ts";
import { checkErrors } from "../../scripts/contracts/check-errors.ts";
import { checkRequests } from "../../scripts/contracts/check-requests.ts";
import { checkWebhooks } from "../../scripts/contracts/check-webhooks.ts";

/** Meta's published examples, those that the repository keeps (MIT, facebook/openapi). */
const published = (name: string) =>
  JSON.parse(readFileSync(new URL(`../fixtures/meta/${name}.json`, import.meta.url), "utf8"));
const sends = published("sends");

test("our client makes the published requests, and what it would send otherwise is told with its place", async () => {
  expect((await checkRequests(sends)).broken).toEqual([]);
  const spoiled = structuredClone(sends["Send Text Message"]);
  spoiled.text.format = "bold";
  expect((await checkRequests({ spoiled })).broken).toEqual([
    { name: "spoiled", why: '/text/format is undefined, published "bold"' },
  ]);
  const { left } = await checkRequests({
    payment: { to: "+39", type: "interactive", interactive: { type: "order_details", action: {} } },
  });
  expect(left).toEqual([{ name: "payment", why: "asks for a payment: nothing is sold here" }]);
});

test("our simulator answers as published, and an answer that it does not give is told", async () => {
  const answers = published("send-answers");
  const [name] = Object.keys(answers);
  expect((await checkAnswers({ [name!]: answers[name!] }, sends)).broken).toEqual([]);
  const spoiled = { ...answers[name!], warnings: ["x"] };
  expect((await checkAnswers({ spoiled }, sends)).broken).toEqual([
    { name: "spoiled", why: "/warnings is no list" },
  ]);
});

test("our reader reads the published webhooks, and what it does not know is told", () => {
  expect(checkWebhooks(published("webhooks")).broken).toEqual([]);
  const change = { field: "of_tomorrow", value: { metadata: { phone_number_id: "1" } } };
  const { broken } = checkWebhooks({ tomorrow: { entry: [{ id: "1", changes: [change] }] } });
  expect(broken).toEqual([{ name: "tomorrow", why: expect.stringContaining("it is unknown") }]);
});

test("the published errors are sorted; a rate limit that came as a bad request is one", () => {
  expect(checkErrors(published("errors")).broken).toEqual([]);
});
