import { HttpResponse } from "msw";
import { expect, it } from "vitest";
import { createWasenderProvider } from "../../../lib/vendors/wasender/create-wasender-provider.ts";
import { wasenderFixture } from "./values-of.ts";
import { apiKey, type Body, pretendWasender, provider } from "./wasender-server.ts";

const wasender = pretendWasender();
const documented = JSON.parse(Buffer.from(wasenderFixture("message-info")).toString());
const phone = { phone: "+393330001001", lid: null };
const found = { kind: "found", whatsappId: "3EB0000000000000000A01", status: "delivered", chat: phone };
const with_ = (data: object) => ({ success: true, data: { ...documented.data, ...data } });
const bare = { id: "3EB0A", remoteJid: "393330001001@s.whatsapp.net" };

it.each<[scenario: string, body: object, info: object]>([
  ["the documented answer", documented, found],
  ["status 0, which is falsy", with_({ status: 0 }), { ...found, status: "failed" }],
  ["no status", with_({ status: undefined }), { ...found, status: null }],
  ["an unknown status", with_({ status: 9 }), { ...found, status: null }],
  ["the id in data only", { success: true, data: bare }, { ...found, whatsappId: "3EB0A", status: null }],
  ["the id in the key only", { data: { key: bare } }, { ...found, whatsappId: "3EB0A", status: null }],
  [
    "sent to a LID",
    with_({ key: { id: "3EB0A", fromMe: true, remoteJid: "180000000000101@lid" } }),
    { ...found, whatsappId: "3EB0A", chat: { phone: null, lid: "180000000000101@lid" } },
  ],
  [
    "our own number beside it is not the chat",
    with_({
      key: {
        ...bare,
        fromMe: true,
        senderPn: "393330009999@s.whatsapp.net",
        cleanedSenderPn: "393330009999",
      },
    }),
    { ...found, whatsappId: "3EB0A" },
  ],
  [
    "a chat nobody can read",
    { success: true, data: { id: "3EB0A", remoteJid: null } },
    { kind: "found", whatsappId: "3EB0A", status: null, chat: { phone: null, lid: null } },
  ],
])("found: %s", async (_scenario, body, info) => {
  wasender.answer("get", "/messages/58000001/info", 200, body);
  expect(await provider.messageInfo("58000001")).toEqual(info);
});

it.each<[scenario: string, status: number, body: Body]>([
  ["no id yet", 200, { success: true, data: { msgId: 58000001, status: 1 } }],
  ["the numeric id again", 200, { success: true, data: { id: 58000001 } }],
  ["an empty id", 200, { success: true, data: { id: "", key: { id: null } } }],
  ["no data", 200, { success: true, data: null }],
  ["a refusal that holds an id", 200, { ...documented, success: false }],
  ["no JSON", 200, "<html></html>"],
  ["unknown", 404, { success: false, error: "Message not found" }],
  ["a wrong key", 401, { success: false, message: "Invalid API key" }],
  ["too often", 429, { message: "Slow down", retry_after: 5 }],
  ["an error that holds an answer", 500, documented],
])("not yet: %s (%i)", async (_scenario, status, body) => {
  wasender.answer("get", "/messages/58000001/info", status, body);
  const info = await provider.messageInfo("58000001");
  expect(info).toEqual({ kind: "not_yet", message: expect.stringContaining(`HTTP ${status}`) });
});

it("asks with the session's key, and lets no id change the path", async () => {
  const asked: unknown[] = [];
  wasender.handle("get", "/messages/:id/info", ({ request, params }) => {
    asked.push([params.id, request.headers.get("authorization")]);
    return HttpResponse.json(documented);
  });
  await provider.messageInfo("58000001");
  await provider.messageInfo("../status?x=");
  const key = `Bearer ${apiKey}`;
  expect(asked).toEqual([
    ["58000001", key],
    ["../status?x=", key],
  ]);
});

it("never throws", async () => {
  wasender.answer("get", "/messages/:id/info", 404, "");
  expect(await provider.messageInfo("\ud800")).toMatchObject({ kind: "not_yet" });
  const nowhere = createWasenderProvider({ apiUrl: "nonsense", apiKey });
  expect(await nowhere.messageInfo("1")).toMatchObject({ kind: "not_yet" });
});
