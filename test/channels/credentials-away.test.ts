import { expect, test } from "vitest";
import { dispatch } from "../../lib/outbox/dispatch.ts";
import { endedCall, phone } from "../support/calls.ts";
import { channelStage } from "./stage.ts";

test("a send whose credentials cannot be looked up has not begun: it waits again, in no doubt", async () => {
  const s = await channelStage();
  const third = await s.add("pretend", "Third", { key: "its-key", number: "391110001" });
  await s.rpc("choose_first_contacts", { channel: third }, s.admin);
  await s.product.postCloudtalk(endedCall(1));
  const providerOf = () => Promise.reject(new Error("the database is away"));
  await dispatch({ ...s.product.services, providerOf }, third, { mayWait: false });
  const [message] = await s.sql`select status, retries, reason_code from whatsapp_messages`;
  expect(message).toEqual({ status: "queued", retries: 0, reason_code: "not_begun" });
  await s.product.db.shiftClock(60_000);
  await dispatch(s.product.services, third, { mayWait: false });
  expect(s.pretend.sends).toMatchObject([{ to: phone(1) }]);
  await s.product.close();
});
