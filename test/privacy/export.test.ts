import { crc32 } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { csvLine } from "../../lib/base/csv-line.ts";
import { attachmentHeader } from "../../lib/web/attachment-header.ts";
import { inbound, type Kit, kit } from "../support/kit.ts";
import { fullPerson } from "./person.ts";

/** Read from its end, as every program does: the directory, then each entry, whose sum must be right. */
function unpack(bytes: Uint8Array): (name: string) => string {
  const zipped = Buffer.from(bytes);
  const end = zipped.lastIndexOf("PK\x05\x06", undefined, "latin1");
  let place = zipped.readUInt32LE(end + 16);
  const texts = new Map<string, string>();
  for (let left = zipped.readUInt16LE(end + 10); left > 0; left -= 1) {
    const at = (offset: number) => zipped.readUInt32LE(place + offset);
    const nameLength = zipped.readUInt16LE(place + 28);
    const name = zipped.subarray(place + 46, place + 46 + nameLength).toString();
    const start = at(42) + 30 + zipped.readUInt16LE(at(42) + 26);
    const data = zipped.subarray(start, start + at(20));
    expect([name, crc32(data), data.length]).toEqual([name, at(16), at(24)]);
    texts.set(name, data.toString());
    place += 46 + nameLength;
  }
  expect(place).toBe(end);
  return (name) => texts.get(name)!;
}

describe("the export of a person", () => {
  let k: Kit;
  let contact: number;
  beforeEach(async () => {
    k = await kit();
    contact = await fullPerson(k);
    await k.wa(inbound(2, "di un altro"));
  });
  afterEach(() => k.product.close());

  const get = async (role: "agent" | "manager", id: number | string = contact, workspace = "default") => {
    const staff = await k.product.db.createStaff({ role, workspace });
    return k.product.doors.rest.request(`http://aftercall.test/api/contacts/${id}/export`, {
      headers: { authorization: `Bearer ${staff.accessToken}` },
    });
  };

  test("has everything that is held on them, and nobody else's", async () => {
    const response = await get("manager");
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/zip");
    expect(response.headers.get("content-disposition")).toBe(
      `attachment; filename="Marisa Ferraris 2026-11-21.zip"; filename*=UTF-8''Marisa%20Ferraris%202026-11-21.zip`,
    );
    const text = unpack(new Uint8Array(await response.arrayBuffer()))("data.json");
    const data = JSON.parse(text);
    expect(data).toMatchObject({
      contact,
      person: [{ id: contact, name: "Marisa Ferraris", push_name: "Marisella" }],
      calls: [{ talking_seconds: 120, phone_number: "+393331000001" }],
      decisions: [{ code: "default_rule" }],
      messages: [{ purpose: "follow_up" }, { body: "la prova segreta arriva" }, { kind: "document" }],
      attempts: [{ outcome: "accepted" }],
      evidence: [{ level: "reply" }, { level: "attachment" }],
    });
    expect(data.identities.map(({ kind }: { kind: string }) => kind).toSorted()).toEqual(["lid", "phone"]);
    expect(data.deliveries.length).toBeGreaterThanOrEqual(4);
    expect(text).not.toMatch(/di un altro|3331000002/);
    // What opens a file at the provider is no business of anybody's.
    expect(text).not.toContain("a2V5LW9mLU1hcmlzYQ");
    expect(await k.sql`select action, subject_id from audit_log where action = 'contact_exported'`).toEqual([
      { action: "contact_exported", subject_id: String(contact) },
    ]);
  });

  test("calls a file by what it is: a page that begins like a PDF runs on nobody's computer", async () => {
    const [file] =
      await k.sql`select f.message_id, f.workspace_id from whatsapp_media f join whatsapp_messages m
      on m.id = f.message_id where m.contact_id = ${contact}`;
    const path = `${file?.workspace_id}/${file?.message_id}/${"a".repeat(64)}`;
    await k.product.db.service.storage.from("media").upload(path, Buffer.from("%PDF-<script>"));
    await k.sql`update whatsapp_media set state = 'stored', source = null, path = ${path}, sha256 = ${"a".repeat(64)},
      size_bytes = 13, mime_type = 'application/pdf', stored_at = app.now() where message_id = ${file?.message_id}`;
    await k.sql`update whatsapp_messages set media = media || '{"fileName": "../bolletta‮.pdf.hta"}' where id = ${file?.message_id}`;
    const response = await get("manager");
    const read = unpack(new Uint8Array(await response.arrayBuffer()));
    expect(read(`files/${file?.message_id}-.. bolletta .pdf.pdf`)).toBe("%PDF-<script>");
  });

  test("takes a long history page by page", async () => {
    await k.sql`insert into whatsapp_messages (workspace_id, channel_id, conversation_id, contact_id, direction, purpose, body, status)
      select workspace_id, channel_id, conversation_id, contact_id, 'in', 'inbound', 'riga ' || n, 'received'
      from whatsapp_messages, generate_series(1, 450) n where contact_id = ${contact} and purpose = 'follow_up'`;
    const response = await get("manager");
    const data = JSON.parse(unpack(new Uint8Array(await response.arrayBuffer()))("data.json"));
    expect(data.messages).toHaveLength(453);
    expect(new Set(data.messages.map(({ id }: { id: number }) => id)).size).toBe(453);
  });

  test("that is cut off half way is no whole archive, and the log says why", async () => {
    const errors: unknown[] = [];
    k.product.services.log.error = (...said: unknown[]) => void errors.push(said);
    const response = await get("manager");
    await k.sql`alter function export_page rename to export_page_itself`;
    await expect(response.arrayBuffer()).rejects.toThrow();
    expect(errors).toEqual([[expect.objectContaining({ contact }), "an export was cut off"]]);
  });

  test("is for managers of the company", async () => {
    expect((await get("agent")).status).toBe(403);
    await k.sql`insert into workspaces (key, name) values ('neighbour', 'Neighbour')`;
    expect((await get("manager", contact, "neighbour")).status).toBe(404);
    expect((await get("manager", 999_999)).status).toBe(404);
    expect(
      (await k.product.doors.rest.request(`http://aftercall.test/api/contacts/${contact}/export`)).status,
    ).toBe(401);
    expect(await k.sql`select from audit_log where action = 'contact_exported'`).toEqual([]);
  });
});

test.each([
  [
    "Zoë d'Été (1).zip",
    `attachment; filename="Zoe d_Ete (1).zip"; filename*=UTF-8''Zo%C3%AB%20d%27%C3%89t%C3%A9%20%281%29.zip`,
  ],
  [
    'a"b\r\nset-cookie: x/../c',
    `attachment; filename="a b set-cookie x .. c"; filename*=UTF-8''a%20b%20set-cookie%20x%20..%20c`,
  ],
  ["李.zip", `attachment; filename="_.zip"; filename*=UTF-8''%E6%9D%8E.zip`],
])("the name of a download: %j", (name, header) => {
  expect(attachmentHeader(name)).toBe(header);
});

test("a table for a spreadsheet runs no formula that a stranger typed", () => {
  expect(csvLine([1, "=HYPERLINK(A1)", '+39 "x"', "-1", "@a", "a,b", "a\nb", null])).toBe(
    `1,\u200B=HYPERLINK(A1),"\u200B+39 ""x""",\u200B-1,\u200B@a,"a,b","a\nb",\r\n`,
  );
});
