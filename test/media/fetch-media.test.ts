import { createHash } from "node:crypto";
import { HttpResponse } from "msw";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Services } from "../../lib/services.ts";
import { runTasks } from "../../lib/work/tasks/run-tasks.ts";
import { channelOf, fixture } from "../support/product.ts";
import { htmlFile, jpegFile, pdfFile } from "./files.ts";
import { document, mediaKey, minutes, type Stage, stage } from "./stage.ts";

let s: Stage;
beforeEach(async () => {
  s = await stage();
});
afterEach(() => s.product.close());

const fetchMedia = (services: Services) => runTasks(services, ["fetch_file"]);
const only = async () => (await s.media())[0]!;
const bytesOf = async (path: unknown) => {
  const { data } = await s.product.db.service.storage.from("media").download(String(path));
  return data && new Uint8Array(await data.arrayBuffer());
};

describe("a file that a customer sends", () => {
  test("is fetched at once and kept under its digest, in a bucket that only the service reads", async () => {
    const response = await s.receives(document(), { id: "AC05" });
    expect(response.status).toBe(200);
    const sha256 = createHash("sha256").update(pdfFile).digest("hex");
    const media = await only();
    expect(media).toMatchObject({
      state: "stored",
      tries: 1,
      mime_type: "application/pdf",
      size_bytes: String(pdfFile.length),
      sha256,
      path: `${media.workspace_id}/${media.message_id}/${sha256}`,
      reason_code: null,
    });
    expect(await bytesOf(media.path)).toEqual(pdfFile);
    const [{ public: isPublic }] = await s.product.db.sql<[{ public: boolean }]>`
      select public from storage.buckets where id = 'media'`;
    expect(isPublic).toBe(false);
    const staff = await s.product.db.createStaff({ role: "admin" });
    expect((await staff.client.storage.from("media").download(String(media.path))).data).toBeNull();
    expect((await staff.client.storage.from("media").list()).data ?? []).toEqual([]);
  });

  test("is asked for as documented: its own kind, unwrapped, with its key", async () => {
    const { documentMessage } = document();
    const wrapped = {
      ephemeralMessage: { message: { documentWithCaptionMessage: { message: { documentMessage } } } },
    };
    await s.receives(wrapped, { id: "AC00000000000000000000000000A005" });
    const [asked] = s.gateway.asked as [ReturnType<typeof fixture>];
    expect(asked).toEqual(fixture("wasender-decrypt-request"));
  });

  test.for([
    "wasender-messages-received-document-pdf",
    "wasender-messages-received-image-caption",
    "wasender-messages-received-audio",
  ])("%s is asked for", async (name) => {
    await s.product.postWasender(fixture(name));
    await s.product.afterResponses();
    const { message, key } = fixture(name).data.messages;
    const [kind] = Object.keys(message) as [string];
    expect(s.gateway.asked).toMatchObject([
      {
        data: {
          messages: { key: { id: key.id }, message: { [kind]: { mediaKey: message[kind].mediaKey } } },
        },
      },
    ]);
  });

  test("once, though three events bring it", async () => {
    for (const event of ["messages.upsert", "messages.received", "messages-personal.received"]) {
      await s.receives(document(), { id: "AC05", event });
    }
    expect(await s.media()).toHaveLength(1);
    expect(s.gateway).toMatchObject({ asked: [expect.anything()], fetched: 1 });
  });

  test("one at a time in a process, however many come", async () => {
    let [open, most] = [0, 0];
    const provider = await s.product.services.providerOf(await channelOf(s.product));
    const { mediaLink } = provider;
    provider.mediaLink = async (...call) => {
      open += 1;
      most = Math.max(most, open);
      const link = await mediaLink!(...call);
      open -= 1;
      return link;
    };
    await Promise.all(Array.from({ length: 6 }, (_, n) => s.receives(document(), { n })));
    await fetchMedia(s.product.services);
    expect((await s.media()).map(({ state }) => state)).toEqual(Array(6).fill("stored"));
    expect(most).toBe(1);
  });
});

describe("its key", () => {
  test("is nowhere once the file is here", async () => {
    await s.receives(document());
    expect(await only()).toMatchObject({ state: "stored", source: null });
    const [{ body, domain_values }] = await s.product.db.sql<[Record<string, unknown>]>`
      select body, domain_values from webhook_requests order by id desc limit 1`;
    expect(JSON.stringify([body, domain_values, s.said])).not.toContain(mediaKey);
    expect(JSON.stringify(body)).toContain("bolletta-ottobre.pdf");
  });

  test("waits in one column that staff cannot read, and nowhere else", async () => {
    s.gateway.decrypt = () => new HttpResponse("<html>502</html>", { status: 502 });
    await s.receives(document());
    expect(await only()).toMatchObject({ state: "waiting", source: { key: mediaKey } });
    const staff = await s.product.db.createStaff({ role: "admin" });
    expect((await staff.client.from("whatsapp_media").select("source")).error?.code).toBe("42501");
    expect((await staff.client.from("whatsapp_media").select("state")).data).toEqual([{ state: "waiting" }]);
    for (const table of ["webhook_requests", "whatsapp_messages", "whatsapp_message_keys"]) {
      const rows = await s.product.db.sql`select to_jsonb(t) as row from ${s.product.db.sql(table)} t`;
      expect([table, JSON.stringify(rows).includes(mediaKey)]).toEqual([table, false]);
    }
  });

  test("that a first event lacks is taken from the second", async () => {
    await s.receives(document({ mediaKey: null }), { id: "AC05", event: "messages.upsert" });
    expect(await only()).toMatchObject({ state: "missed", reason_code: "no_key" });
    await s.receives(document(), { id: "AC05" });
    expect(await only()).toMatchObject({ state: "stored" });
  });

  test("survives a delivery whose effect failed, also when a manager has it read again", async () => {
    const { sql } = s.product.db;
    await sql.unsafe(`alter function app.conversation(uuid, uuid, bigint) rename to hidden_conversation`);
    expect((await s.receives(document(), { id: "AC05" })).status).toBe(503);
    await sql.unsafe(`alter function app.hidden_conversation(uuid, uuid, bigint) rename to conversation`);
    const manager = await s.product.db.createStaff({ role: "manager" });
    const { replayDeliveries } = await import("../../lib/inbox/replay-deliveries.ts");
    const [{ id }] = await sql<[{ id: string }]>`select id from webhook_requests where outcome = 'failed'`;
    const report = await replayDeliveries(s.product.services, manager.client, [Number(id)]);
    expect(report.counts.processed).toBe(1);
    await fetchMedia(s.product.services);
    expect(await only()).toMatchObject({ state: "stored" });
    const [{ domain_values }] = await sql<[{ domain_values: unknown }]>`
      select domain_values from webhook_requests where id = ${id}`;
    expect(domain_values).toBeNull();
  });
});

describe("what goes wrong on the way", () => {
  test.for([
    ["the file is gone (410)", "file", () => new HttpResponse(null, { status: 410 }), "missed", "gone"],
    [
      "WhatsApp has it no longer",
      "decrypt",
      () => HttpResponse.json({ success: false, error: "Media expired (410)" }, { status: 400 }),
      "missed",
      "gone",
    ],
    [
      "decrypt-media answers 404",
      "decrypt",
      () => HttpResponse.json({ success: false, error: "no" }, { status: 404 }),
      "missed",
      "gone",
    ],
    ["0 bytes", "file", () => new HttpResponse(new Uint8Array()), "refused", "empty"],
    ["a page named .pdf", "file", () => new HttpResponse(htmlFile), "refused", "unknown_type"],
    [
      "a redirect",
      "file",
      () => new HttpResponse(null, { status: 302, headers: { location: "http://169.254.169.254/" } }),
      "refused",
      "redirect",
    ],
    [
      "200 MB",
      "file",
      () => new HttpResponse("x", { headers: { "content-length": String(200 * 1024 * 1024) } }),
      "refused",
      "too_large",
    ],
  ] as const)("%s: %s", async ([, what, answer, state, code]) => {
    s.gateway[what] = answer;
    await s.receives(document());
    expect(await only()).toMatchObject({ state, reason_code: code, source: null });
    await s.tick(minutes(500));
    expect(s.gateway.asked).toHaveLength(1);
  });

  test("a photo that is called a PDF is kept as what it is", async () => {
    s.gateway.file = () => new HttpResponse(jpegFile);
    await s.receives(document());
    expect(await only()).toMatchObject({ state: "stored", mime_type: "image/jpeg", reason_code: null });
  });

  test("what says it is a page is refused, whatever it is", async () => {
    await s.receives(document({ mimetype: "text/html" }));
    expect(await only()).toMatchObject({ state: "refused", reason_code: "type_differs" });
  });

  test("a file that says it is too large is not asked for at all", async () => {
    await s.receives(document({ fileLength: String(30 * 1024 * 1024) }));
    expect(await only()).toMatchObject({ state: "refused", reason_code: "too_large" });
    expect(s.gateway.asked).toEqual([]);
  });

  test("a link into a private network is not opened", async () => {
    s.product.services.resolveHost = async () => [{ address: "169.254.169.254", family: 4 }];
    await s.receives(document());
    expect(await only()).toMatchObject({ state: "refused", reason_code: "bad_address" });
    expect(s.gateway.fetched).toBe(0);
  });

  test.for([
    [
      "decrypt-media answers 500",
      "decrypt",
      () => new HttpResponse("<html>500</html>", { status: 500 }),
      "unreachable",
    ],
    ["a gateway's page", "decrypt", () => new HttpResponse("<html>ok</html>", { status: 200 }), "unreadable"],
    ["its connection breaks", "decrypt", () => HttpResponse.error(), "unreachable"],
    [
      "no reason given",
      "decrypt",
      () => HttpResponse.json({ success: false, error: "Failed to decrypt media" }, { status: 422 }),
      "unreadable",
    ],
    [
      "a bad key",
      "decrypt",
      () => HttpResponse.json({ success: false, message: "Invalid API key" }, { status: 401 }),
      "unauthorized",
    ],
    ["the file's server fails", "file", () => new HttpResponse(null, { status: 503 }), "server_error"],
    ["the file's connection breaks", "file", () => HttpResponse.error(), "unreachable"],
    ["the file is not there yet", "file", () => new HttpResponse(null, { status: 404 }), "not_found"],
  ] as const)("%s: it is tried again, and comes", async ([, what, answer, code]) => {
    const good = s.gateway[what];
    s.gateway[what] = answer;
    await s.receives(document());
    expect(await only()).toMatchObject({ state: "waiting", reason_code: code, tries: 1 });
    s.gateway[what] = good;
    await s.tick(30_000);
    expect(await only()).toMatchObject({ state: "waiting", tries: 1 });
    await s.tick(31_000);
    expect(await only()).toMatchObject({ state: "stored", tries: 2, reason_code: null });
  });

  test("not found twice is gone", async () => {
    s.gateway.file = () => new HttpResponse(null, { status: 404 });
    await s.receives(document());
    await s.tick(minutes(1));
    expect(await only()).toMatchObject({ state: "missed", reason_code: "not_found", source: null });
  });

  test("the gateway's own wait is kept", async () => {
    s.gateway.decrypt = () => HttpResponse.json({ message: "slow", retry_after: 600 }, { status: 429 });
    await s.receives(document());
    await s.tick(minutes(9));
    expect(s.gateway.asked).toHaveLength(1);
    await s.tick(minutes(1));
    expect(s.gateway.asked).toHaveLength(2);
  });

  test("it is tried ever more rarely, until the link's life is over; then it is missed", async () => {
    s.gateway.decrypt = () => new HttpResponse(null, { status: 500 });
    await s.receives(document());
    for (const wait of [1, 2, 4, 8, 16]) await s.tick(minutes(wait));
    expect(s.gateway.asked).toHaveLength(6);
    await s.tick(minutes(31));
    expect(s.gateway.asked).toHaveLength(6);
    await s.tick(minutes(14 * 24 * 60));
    expect(await only()).toMatchObject({ state: "missed", reason_code: "expired", source: null });
    expect(s.gateway.asked).toHaveLength(6);
  });

  test("a link that names its own end is believed", async () => {
    s.gateway.decrypt = () => new HttpResponse(null, { status: 500 });
    const end = Date.parse("2026-11-21T11:00:00Z") / 1000;
    await s.receives(
      document({
        url: `https://mmg.whatsapp.net/v/x.enc?ccb=11-4&oe=${end.toString(16).toUpperCase()}&_nc=1`,
      }),
    );
    expect((await only()).expires_at).toEqual(new Date("2026-11-21T11:00:00Z"));
    await s.tick(minutes(121));
    expect(await only()).toMatchObject({ state: "missed", reason_code: "expired" });
  });
});

describe("Storage", () => {
  test("that is away costs no file", async () => {
    const reach = s.product.db.supabase.fetch;
    let away = true;
    const { createServices } = await import("../../lib/services.ts");
    const services = createServices(
      {},
      {
        ...s.product.services,
        db: undefined as never,
        supabaseFetch: (input, init) =>
          away && `${input instanceof Request ? input.url : input}`.includes("/storage/")
            ? Promise.reject(new TypeError("fetch failed"))
            : reach(input, init),
      },
    );
    expect(services.db).toBeUndefined();
    const { createClient } = await import("@supabase/supabase-js");
    services.db = createClient(s.product.db.supabase.url, s.product.db.supabase.secretKey, {
      auth: { persistSession: false },
      global: { fetch: services.supabaseFetch },
    });
    s.product.services.background = () => {};
    await s.receives(document());
    await fetchMedia(services);
    expect(await only()).toMatchObject({ state: "waiting", reason_code: "storage_away" });
    away = false;
    await s.product.db.shiftClock(minutes(1));
    await fetchMedia(services);
    expect(await only()).toMatchObject({ state: "stored" });
  });

  test("without the bucket gets one, private", async () => {
    await s.product.db.sql`delete from storage.buckets`;
    await s.receives(document());
    expect(await only()).toMatchObject({ state: "stored" });
    expect([...(await s.product.db.sql`select id, public from storage.buckets`)]).toEqual([
      { id: "media", public: false },
    ]);
  });

  test("takes the same file twice as one: a worker that died between storing and saying so is followed by another", async () => {
    const rpc = s.product.services.db.rpc.bind(s.product.services.db);
    let dead = false;
    s.product.services.db.rpc = ((name: string, args: object) => {
      if (name !== "finish_task" || dead) return rpc(name, args);
      dead = true;
      return Promise.reject(new Error("killed"));
    }) as never;
    await s.receives(document());
    expect(await only()).toMatchObject({ state: "waiting", tries: 1 });
    await s.tick(minutes(2));
    expect(await only()).toMatchObject({ state: "stored", tries: 2 });
    const objects = await s.product.db.sql`select name from storage.objects`;
    expect(objects).toHaveLength(1);
  });

  test("keeps nothing of a person who was erased while their file was on its way", async () => {
    const provider = await s.product.services.providerOf(await channelOf(s.product));
    const { mediaLink } = provider;
    provider.mediaLink = async (...call) => {
      await s.product.db.sql`delete from whatsapp_media`;
      return mediaLink!(...call);
    };
    await s.receives(document());
    expect(s.gateway.fetched).toBe(1);
    expect(await s.product.db.sql`select name from storage.objects`).toHaveLength(0);
  });

  test("a worker that comes back late changes nothing", async () => {
    s.gateway.decrypt = () => new HttpResponse(null, { status: 500 });
    await s.receives(document());
    const { task } = await only();
    s.gateway.decrypt = () =>
      HttpResponse.json({ success: true, publicUrl: "https://files.wasender.test/decrypted/EXAMPLE" });
    await s.tick(minutes(1));
    const late = {
      task,
      attempt: 1,
      result: { kind: "done", file: { kind: "gone", code: "gone", message: "late" } },
    };
    expect((await s.product.db.service.rpc("finish_task", late)).data).toBe(false);
    expect(await only()).toMatchObject({ state: "stored" });
  });
});
