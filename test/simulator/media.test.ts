import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sniffType } from "../../lib/work/files/sniff-type.ts";
import { type Harness, jsonOf, startHarness } from "./harness.ts";

/** What the pretend services let the product do with a bill: open the file, and write it to CloudTalk. */
let h: Harness;
beforeEach(async () => {
  h = await startHarness({ cloudtalkApiId: "id", cloudtalkApiKey: "key" });
});
afterEach(() => h.close());

const decrypt = (id: string, mediaKey: string | null = "a2V5") =>
  h.api("/decrypt-media", {
    method: "POST",
    body: JSON.stringify({
      data: {
        messages: {
          key: { id },
          message: {
            documentMessage: { url: "https://mmg.whatsapp.net/x", mimetype: "application/pdf", mediaKey },
          },
        },
      },
    }),
  });

describe("decrypt-media", () => {
  test.for([
    ["pdf", "pdf"],
    ["photo", "jpeg"],
    ["voice", "ogg"],
    ["video", "mp4"],
  ] as const)("a customer's %s leads to a real %s that no key opens", async ([kind, type]) => {
    const [customer] = h.sim.world.customers;
    await h.control("message", { customer: customer!.id, kind });
    const answer = await jsonOf(await decrypt(customer!.chat.at(-1)!.id));
    expect(answer).toMatchObject({
      success: true,
      publicUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:/),
    });
    const file = await fetch(answer.publicUrl);
    const bytes = new Uint8Array(await file.arrayBuffer());
    expect([file.status, sniffType(bytes)]).toEqual([200, type]);
    expect(createHash("sha256").update(bytes).digest("hex")).toHaveLength(64);
  });

  test("several photos at once are several messages with a file each, the words under the first", async () => {
    const [customer] = h.sim.world.customers;
    await h.control("message", { customer: customer!.id, kind: "photo", count: 3, text: "eccole" });
    expect(customer!.chat.map(({ kind, text }) => [kind, text])).toEqual([
      ["photo", "eccole"],
      ["photo", ""],
      ["photo", ""],
    ]);
    const digests = customer!.chat.map(({ id }) =>
      createHash("sha256").update(h.sim.world.files.get(id)!.bytes).digest("hex"),
    );
    expect(new Set(digests).size).toBe(3);
  });

  test("of what nobody sent there is no file, and without its key none is opened", async () => {
    expect([(await decrypt("NONE")).status, (await decrypt("NONE", null)).status]).toEqual([404, 422]);
    expect((await fetch(`${h.sim.url}/wasender/files/NONE`)).status).toBe(410);
  });
});

describe("CloudTalk's contacts", () => {
  const api = (path: string, body?: object) =>
    fetch(`${h.sim.cloudtalkApiUrl}${path}`, {
      ...(body && { method: "PUT", body: JSON.stringify(body) }),
      headers: {
        accept: "application/json",
        "user-agent": "test",
        authorization: `Basic ${Buffer.from("id:key").toString("base64")}`,
      },
    });

  test("are found by their number, and take tags and activities, each activity once", async () => {
    const digits = h.sim.world.customers[1]!.phone.slice(1);
    const { responseData } = await jsonOf(await api(`/contacts/index.json?keyword=${digits}`));
    const id = responseData.data[0].Contact.id;
    expect(responseData.data[0].ContactNumber.public_number).toBe(Number(digits));
    expect((await api(`/contacts/addTags/${id}.json`, { tags: ["bolletta ricevuta"] })).status).toBe(200);
    const activity = { type: "other", name: "Bolletta", external_id: 7 };
    const twice = [
      await api(`/activity/add/${id}.json`, activity),
      await api(`/activity/add/${id}.json`, activity),
    ];
    const [first, second] = await Promise.all(twice.map(jsonOf));
    expect(first.responseData.status).toBe(201);
    expect(second).toEqual(first);
    expect((await api("/contacts/addTags/1.json", { tags: ["x"] })).status).toBe(404);
    expect((await api(`/activity/add/${id}.json`, { name: "x" })).status).toBe(406);
  });
});
