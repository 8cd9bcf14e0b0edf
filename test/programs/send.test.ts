import { afterEach, beforeEach, expect, test } from "vitest";
import { inbound, phone } from "../support/kit.ts";
import { type Programs, programs } from "./stage.ts";

let p: Programs;
let key: string;
beforeEach(async () => {
  p = await programs();
  key = (await p.key("agent")).key;
});
afterEach(() => p.k.product.close());

const text = (body: object, headers = {}) => p.post("/whatsapp/send/text", key, body, headers);

test("a program's text waits in the outbox, and its answer says when it leaves", async () => {
  const sent = await text({ to: phone(1), message: "Buongiorno!", lead_id: 17 });
  expect(sent).toEqual({
    status: 200,
    body: { success: true, id: expect.any(Number), status: "queued", expectedAt: expect.any(String) },
  });
  const [message] = await p.outbox();
  expect(message).toMatchObject({
    id: String(sent.body.id),
    body: "Buongiorno!",
    recipient: phone(1),
    reason_to_write: "agreed",
  });
});
