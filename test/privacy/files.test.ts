import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Services } from "../../lib/services.ts";
import { endedCall, inbound, pdf, phone } from "../support/kit.ts";
import { createProduct, type Product } from "../support/product.ts";

/** What Storage holds: the paths of the bucket `media`. It is away while `down` says why. */
const bucket = new Set<string>();
let down: string | null = null;
let product: Product;

beforeEach(async () => {
  bucket.clear();
  down = null;
  product = await createProduct({}, ({ db }) => ({
    background: () => {},
    supabaseFetch: (async (input, init) => {
      const url = new URL(input instanceof Request ? input.url : String(input));
      if (!url.pathname.startsWith("/storage/v1/")) return db.supabase.fetch(input, init);
      if (down) return Response.json({ message: down }, { status: 500 });
      const body = JSON.parse(String(init?.body ?? "{}")) as { prefix?: string; prefixes?: string[] };
      if (url.pathname === "/storage/v1/object/list/media") {
        const folder = `${body.prefix}/`;
        const names = [...bucket]
          .filter((path) => path.startsWith(folder))
          .map((path) => ({ name: path.slice(folder.length) }));
        return Response.json(names);
      }
      for (const path of body.prefixes ?? []) bucket.delete(path);
      return Response.json([]);
    }) satisfies Services["supabaseFetch"],
  }));
});
afterEach(() => product.close());

/** A customer's file that was fetched and stored. */
async function storedFile(n: number): Promise<{ contact: number; path: string }> {
  await product.postCloudtalk(endedCall(n, { contact_name: "Marisa Ferraris" }));
  await product.postWasender(inbound(n, "", { message: pdf }));
  const [row] = await product.db.sql`select m.id, m.contact_id, m.workspace_id from whatsapp_messages m
    where m.media is not null order by m.id desc limit 1`;
  const path = `${row?.workspace_id}/${row?.id}/${"a".repeat(64)}`;
  await product.db
    .sql`update whatsapp_media set state = 'stored', source = null, reason_code = null, reason = null,
    path = ${path}, sha256 = ${"a".repeat(64)}, size_bytes = 4, mime_type = 'application/pdf', stored_at = app.now()
    where message_id = ${row?.id}`;
  bucket.add(path);
  return { contact: Number(row?.contact_id), path };
}

const erase = async (contact: number) => {
  const admin = await product.db.createStaff({ role: "admin" });
  return admin.client.rpc("erase_contact", { contact, reason: "richiesta", typed: phone(1) });
};

describe("files of an erased person", () => {
  test("are deleted by the clock; what was being fetched meanwhile goes with a second look", async () => {
    const { contact, path } = await storedFile(1);
    const other = await storedFile(2);
    await erase(contact);
    expect(bucket.has(path)).toBe(true);
    expect((await product.tick()).privacy).toMatchObject({ emptied: 1, erasing: 1 });
    expect([...bucket]).toEqual([other.path]);
    // A fetch that had begun before ends after.
    bucket.add(path);
    await product.db.shiftClock(6 * 60_000);
    expect((await product.tick()).privacy).toMatchObject({ emptied: 1 });
    expect([...bucket]).toEqual([other.path]);
    expect((await product.tick()).privacy).toMatchObject({ emptied: 0, erased: 1, erasing: 0 });
  });

  test("are tried again while Storage is away, with its words in sight, and the erasure stays open", async () => {
    const { contact, path } = await storedFile(1);
    await erase(contact);
    down = "The storage is on fire";
    expect((await product.tick()).privacy).toMatchObject({ emptied: 0, erasing: 1 });
    const manager = await product.db.createStaff({ role: "manager" });
    expect((await manager.client.rpc("privacy_status", {})).data).toMatchObject({
      erasing: [{ contact }],
      files: { waiting: 1, failing: 1, lastError: "The storage is on fire" },
    });
    // Not at once again.
    expect(await product.db.sql`select due_at > app.now() as later, tries from media_deletions`).toEqual([
      { later: true, tries: 1 },
    ]);
    for (let n = 0; n < 8; n += 1) {
      await product.db.shiftClock(16 * 60_000);
      await product.tick();
    }
    expect(await product.db.sql`select done_at from media_deletions`).toEqual([{ done_at: null }]);
    down = null;
    await product.db.shiftClock(16 * 60_000);
    await product.tick();
    expect(bucket.has(path)).toBe(false);
    expect((await product.tick()).privacy).toMatchObject({ erasing: 0 });
  });
});

test("files that are kept no longer are deleted, and the message says why it has none", async () => {
  const { path } = await storedFile(1);
  await product.db
    .sql`insert into workspace_settings (workspace_id, kind, version, value) select id, 'retention', 1,
    '{"eventsDays": 30, "messagesDays": null, "mediaDays": 10}' from workspaces`;
  await product.db.shiftClock(9 * 86_400_000);
  expect((await product.tick()).privacy).toMatchObject({ media: 0 });
  await product.db.shiftClock(2 * 86_400_000);
  expect((await product.tick()).privacy).toMatchObject({ media: 1 });
  await product.tick();
  expect(bucket.has(path)).toBe(false);
  expect(await product.db.sql`select state, reason_code, path from whatsapp_media`).toEqual([
    { state: "missed", reason_code: "removed", path: null },
  ]);
  // Nobody has to look for it on a phone.
  expect(await product.db.sql`select from attention where settled_at is null`).toHaveLength(0);
  expect(await product.db.sql`select body from whatsapp_messages where direction = 'out'`).not.toEqual([
    { body: null },
  ]);
});

test("a tick in which nothing can be removed sends and tells alerts all the same", async () => {
  await product.db.sql.unsafe("alter function public.keep_privacy(integer) rename to keep_privacy_away");
  await product.postCloudtalk(endedCall(1));
  expect(await product.tick()).toMatchObject({ accepted: 1, privacy: null, alerts: { opened: 0 } });
});
