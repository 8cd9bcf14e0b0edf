import { delay } from "msw";
import { expect, it } from "vitest";
import { connectionStatuses } from "../../../lib/model/codes.ts";
import { createWasenderProvider } from "../../../lib/vendors/wasender/create-wasender-provider.ts";
import { apiKey, apiUrl, type Body, pretendWasender, provider } from "./wasender-server.ts";

const wasender = pretendWasender();
const badKey = { kind: "refused", pause: "bad_key" };
const planEnded = { kind: "refused", pause: "plan_ended" };
const unknown = { kind: "unknown" };
const plan = { success: false, message: "Active subscription or trial is required to use the API" };

it.each(connectionStatuses)("%s, bare and wrapped", async (status) => {
  for (const body of [{ status }, { success: true, data: { status } }, { status: status.toUpperCase() }]) {
    wasender.answer("get", "/status", 200, body);
    expect(await provider.channelStatus()).toEqual({ kind: "status", status });
  }
});

it.each<[scenario: string, status: number, body: Body, probe: object]>([
  ["a wrong key", 401, { success: false, message: "Invalid API key" }, badKey],
  ["401 without words", 401, "", badKey],
  ["402", 402, {}, planEnded],
  ["403", 403, plan, planEnded],
  ["403 without words", 403, "", planEnded],
  ["a wrong key under 403", 403, { message: "Invalid API key" }, badKey],
  ["the plan under 400", 400, plan, planEnded],
  ["200 refusing for the plan", 200, plan, planEnded],
  ["a word nobody knows", 200, { status: "hibernating" }, unknown],
  ["a status under an error", 500, { status: "connected" }, unknown],
  ["no JSON", 200, "<html></html>", unknown],
  ["nothing", 200, "", unknown],
  ["a session that is not there", 404, { success: false, message: "Not found" }, unknown],
  ["too often", 429, { message: "Slow down", retry_after: 5 }, unknown],
  ["an error", 502, "<html>Bad gateway</html>", unknown],
])("%s (%i)", async (_scenario, status, body, probe) => {
  wasender.answer("get", "/status", status, body);
  const answered = await provider.channelStatus();
  expect(answered).toEqual({ ...probe, message: expect.stringContaining(`HTTP ${status}`) });
});

it("no answer in time", async () => {
  wasender.handle("get", "/status", async () => {
    await delay("infinite");
  });
  const hasty = createWasenderProvider({ apiUrl, apiKey, timeoutMs: 20 });
  expect(await hasty.channelStatus()).toEqual({
    kind: "unknown",
    message: "Wasender did not answer: no full answer within 20 ms.",
  });
});

it("nowhere to ask", async () => {
  const nowhere = createWasenderProvider({ apiUrl: "nonsense", apiKey });
  expect(await nowhere.channelStatus()).toMatchObject({ kind: "unknown" });
});
