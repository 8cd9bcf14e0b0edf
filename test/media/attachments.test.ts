import { HttpResponse } from "msw";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { wasenderNumbers } from "../../lib/vendors/wasender/numbers.ts";
import { kindToSend } from "../../lib/work/attachments/kind-to-send.ts";
import { maxUploadBytes } from "../../lib/work/attachments/max-upload-bytes.ts";
import { storeAttachment } from "../../lib/work/attachments/store-attachment.ts";
import { Visitor } from "../monitor/visitor.ts";
import type { Staff } from "../support/create-staff.ts";
import { endedCall, type Kit, kit, phone } from "../support/kit.ts";
import { exeFile, heicFile, jpegFile, pdfFile, svgFile } from "./files.ts";

/** What staff send: chosen, kept, sent as an address that works for minutes, shown in the thread, and gone with its person. */
const limits = wasenderNumbers.capabilities.attachments!;
let k: Kit;
let staff: Staff;
let contact: number;
beforeEach(async () => {
  k = await kit();
  staff = await k.product.db.createStaff({ role: "admin" });
  await k.ct(endedCall(1));
  contact = Number((await k.followUp(1)).contact_id);
});
afterEach(() => k.product.close());

const day = 24 * 60 * 60_000;
const file = (bytes: Uint8Array, name = "Offerta.pdf") => new File([bytes as Uint8Array<ArrayBuffer>], name);
const choose = (one: File, whom = contact) =>
  storeAttachment(k.product.services, { contact: whom, actor: staff.userId, limits }, one);
/** The waiting message to the first customer carries it from now on, instead of its text. */
const queue = (attachment: string, caption: string | null = "Ecco l'offerta") => k.sql`
  update whatsapp_messages set content = ${k.sql.json({ kind: "media", media: { attachment }, caption })}
  where recipient = ${phone(1)} returning id`;
const stored = async (path: string) => (await k.product.db.service.storage.from("media").download(path)).data;
const rows = () => k.sql`select * from attachments order by created_at`;
async function visitor(): Promise<Visitor> {
  const one = new Visitor(k.product.doors.monitor);
  await one.signIn(staff);
  return one;
}
/** What a provider finds at the address that it was given. */
const fetched = (url: string) => k.product.services.supabaseFetch(url);

test("a PDF leaves as a document under an address that opens it, and is in the thread", async () => {
  const chosen = await choose(file(pdfFile));
  expect(chosen).toMatchObject({ kind: "document", fileName: "Offerta.pdf", mimeType: "application/pdf" });
  await queue(chosen.id);
  await k.product.tick();
  const [sent] = k.product.wasender.sends;
  expect(sent).toMatchObject({
    to: phone(1),
    text: "Ecco l'offerta",
    file: { documentUrl: expect.stringMatching(/\/out\/.*\.pdf\?token=/), fileName: "Offerta.pdf" },
  });
  const answer = await fetched(sent!.file.documentUrl!);
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(pdfFile);
  const message = await k.followUp(1);
  expect(message).toMatchObject({
    status: "accepted",
    kind: "document",
    media: { fileName: "Offerta.pdf", mimeType: "application/pdf", sizeBytes: pdfFile.length },
  });
  expect(JSON.stringify(message)).not.toContain("token=");
  const one = await visitor();
  const view = await one.get(`/monitor/media/${message.id}/view`, { range: "bytes=0-3" });
  expect([view.status, await view.text()]).toEqual([206, "%PDF"]);
  const saved = await one.get(`/monitor/media/${message.id}`);
  expect(saved.headers.get("content-disposition")).toContain('attachment; filename="Offerta.pdf"');
  expect(await (await one.get(`/monitor/c/${message.contact_id}`)).text()).toContain(
    `/monitor/media/${message.id}`,
  );
});

test.for([
  ["jpeg", "image/jpeg", 1, "image"],
  ["a photo beyond 5 MB", "image/jpeg", 6, "document"],
  ["HEIC", "image/heic", 1, "document"],
  ["film", "video/mp4", 1, "video"],
  ["sound", "audio/ogg", 1, "audio"],
  ["Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", 1, "document"],
  ["anything beyond 100 MB", "application/pdf", 101, "large"],
] as const)("Wasender takes %s as its kind", ([, mimeType, megabytes, kind]) => {
  expect(kindToSend({ mimeType, sizeBytes: megabytes * 1024 * 1024 }, limits)).toBe(kind);
});

test("a number that sends no files takes none", () => {
  expect(kindToSend({ mimeType: "image/png", sizeBytes: 1 }, {})).toBe("unknown");
});

test.for([
  ["a program called .pdf", exeFile, "unsupported_media_type"],
  ["an SVG called .jpg", svgFile, "unsupported_media_type"],
  ["nothing", new Uint8Array(), "unsupported_media_type"],
  ["too much", new Uint8Array(maxUploadBytes + 1), "body_too_large"],
] as const)("%s is refused, and nothing is kept", async ([, bytes, code]) => {
  await expect(choose(file(bytes))).rejects.toMatchObject({ code });
  expect(await rows()).toHaveLength(0);
});

test("the name is only a name", async () => {
  const { fileName, mimeType } = await choose(file(jpegFile, '../"evil".html'));
  expect([fileName, mimeType]).toEqual([".. evil.jpg", "image/jpeg"]);
  expect((await choose(file(heicFile, "\u202Egpj.exe"))).fileName).toBe("gpj.heic");
});

describe("it is one message's, of the person that it was chosen for", () => {
  test("a second message does not get it, and neither does somebody else's", async () => {
    const { id } = await choose(file(pdfFile));
    await queue(id);
    await k.ct(endedCall(2));
    const other = k.sql`update whatsapp_messages set content = ${k.sql.json({ kind: "media", media: { attachment: id } })}
      where recipient = ${phone(2)}`;
    await expect(other).rejects.toMatchObject({ code: "PT404" });
    await k.sql`insert into whatsapp_messages (workspace_id, channel_id, conversation_id, contact_id, direction, purpose, status)
      select workspace_id, channel_id, conversation_id, contact_id, 'out', 'typed', 'sent' from whatsapp_messages
      where recipient = ${phone(1)}`;
    const same = k.sql`update whatsapp_messages set content = ${k.sql.json({ kind: "media", media: { attachment: id } })}
      where purpose = 'typed'`;
    await expect(same).rejects.toMatchObject({ code: "PT409" });
  });

  test("only a member of the company chooses, and reads of it", async () => {
    await k.sql`insert into workspaces (key, name) values ('neighbour', 'Neighbour')`;
    const neighbour = await k.product.db.createStaff({ workspace: "neighbour", role: "admin" });
    const foreign = storeAttachment(
      k.product.services,
      { contact, actor: neighbour.userId, limits },
      file(pdfFile),
    );
    await expect(foreign).rejects.toMatchObject({ code: "forbidden" });
    await choose(file(pdfFile));
    expect((await staff.client.from("attachments").select("file_name")).data).toHaveLength(1);
    expect((await staff.client.from("attachments").select("path")).error?.code).toBe("42501");
    expect((await neighbour.client.from("attachments").select("file_name")).data).toEqual([]);
  });
});

test("a member writes with it: it waits while Storage is away, leaves once, and cannot be sent again", async () => {
  const { id } = await choose(file(jpegFile, "foto.jpg"));
  const write = (key: string) =>
    staff.client.rpc("send_manual", { contact, body: "Ecco la foto", key, attachment: id, despite: true });
  const { services } = k.product;
  const whole = services.supabaseFetch;
  services.supabaseFetch = async (input, init) =>
    `${input}`.includes("/object/sign/") ? new Response("{}", { status: 503 }) : whole(input, init);
  const first = await write("one");
  expect(first.data).toMatchObject({ sent: true });
  expect((await write("one")).data.message).toBe(first.data.message);
  expect((await write("two")).error?.code).toBe("PT409");
  await k.product.tick();
  const message = async () =>
    (await k.sql`select * from whatsapp_messages where id = ${first.data.message}`)[0];
  expect(await message()).toMatchObject({ status: "queued", reason_code: "file_away", kind: "image" });
  services.supabaseFetch = whole;
  await k.shift(60_000);
  await k.product.tick();
  expect(await message()).toMatchObject({ status: "accepted" });
  const files = k.product.wasender.sends.filter(({ file }) => file.imageUrl);
  expect(files).toMatchObject([{ to: phone(1), text: "Ecco la foto" }]);
});

describe("when the file cannot be had", () => {
  test("Storage away: it waits and no call is made; it leaves when Storage is back", async () => {
    const { id } = await choose(file(pdfFile));
    await queue(id);
    const { services } = k.product;
    const whole = services.supabaseFetch;
    services.supabaseFetch = async (input, init) =>
      `${input}`.includes("/object/sign/") ? new Response("{}", { status: 503 }) : whole(input, init);
    await k.product.tick();
    expect(await k.followUp(1)).toMatchObject({ status: "queued", reason_code: "file_away" });
    expect(k.product.wasender.sends).toEqual([]);
    services.supabaseFetch = whole;
    await k.shift(60_000);
    await k.product.tick();
    expect((await k.followUp(1)).status).toBe("accepted");
  });

  test("kept no longer: it fails in words", async () => {
    const { id } = await choose(file(pdfFile));
    await queue(id);
    const [{ path }] = (await rows()) as unknown as [{ path: string }];
    await k.product.db.service.storage.from("media").remove([path]);
    await k.product.tick();
    expect(await k.followUp(1)).toMatchObject({ status: "failed", reason_code: "file_gone" });
    expect(k.product.wasender.sends).toEqual([]);
  });

  test("a provider that quotes the address tells it to nobody", async () => {
    const { id } = await choose(file(pdfFile));
    await queue(id);
    k.product.wasender.answerNext(() => {
      const { documentUrl } = k.product.wasender.sends[0]!.file;
      return HttpResponse.json({ success: false, message: `Cannot fetch ${documentUrl}` }, { status: 422 });
    });
    await k.product.tick();
    const [attempt] = await k.sql`select detail from whatsapp_send_attempts`;
    expect([(await k.followUp(1)).status, attempt?.detail]).toEqual(["failed", expect.any(String)]);
    expect(attempt?.detail).not.toContain(k.product.wasender.sends[0]!.file.documentUrl!.split("token=")[1]);
  });
});

test("its echo is this message, not one typed on the phone", async () => {
  const { id } = await choose(file(jpegFile, "foto.jpg"));
  await queue(id, null);
  await k.product.tick();
  expect(k.product.wasender.sends[0]!.file.imageUrl).toContain("/out/");
  await k.wa({
    event: "messages.upsert",
    data: {
      messages: [
        {
          key: { id: "3EB0PHOTO", fromMe: true, remoteJid: `${phone(1).slice(1)}@s.whatsapp.net` },
          message: { imageMessage: { mimetype: "image/jpeg", url: "https://mmg.whatsapp.net/x" } },
        },
      ],
    },
  });
  expect(await k.msgs()).toMatchObject([{ whatsapp_message_id: "3EB0PHOTO", status: "sent" }]);
});

describe("it goes", () => {
  test("after a day, when it was not sent; one that was stays", async () => {
    const sent = await choose(file(pdfFile));
    await queue(sent.id);
    await k.product.tick();
    await choose(file(jpegFile, "foto.jpg"));
    const [kept, left] = (await rows()) as unknown as { id: string; path: string }[];
    await k.shift(day + 60_000);
    await k.product.tick();
    expect((await rows()).map(({ id }) => id)).toEqual([sent.id]);
    expect([await stored(kept!.path), await stored(left!.path)]).toEqual([expect.anything(), null]);
  });

  test("with its person, whose export had it", async () => {
    const { id } = await choose(file(pdfFile));
    await queue(id);
    await k.product.tick();
    const [{ path }] = (await rows()) as unknown as [{ path: string }];
    const { client } = staff;
    await client.rpc("begin_export", { contact });
    const page = { contact, part: "files", after: 0, page_size: 10 };
    expect((await client.rpc("export_page", page)).data).toMatchObject([{ path, fileName: "Offerta.pdf" }]);
    const typed = phone(1);
    expect((await client.rpc("erase_contact", { contact, reason: "chiesto", typed })).data.erased).toBe(true);
    await k.product.tick();
    expect([await rows(), await stored(path)]).toEqual([expect.objectContaining({ length: 0 }), null]);
  });

  test("when files are kept no longer: the message stays, and says so", async () => {
    const { id } = await choose(file(pdfFile));
    await queue(id);
    await k.product.tick();
    const [{ path }] = (await rows()) as unknown as [{ path: string }];
    await k.save("retention", { eventsDays: 30, messagesDays: null, mediaDays: 30, callsDays: null });
    await k.shift(31 * day);
    await k.product.tick();
    expect([(await rows())[0]!.path, await stored(path)]).toEqual([null, null]);
    const one = await visitor();
    expect((await one.get(`/monitor/media/${(await k.followUp(1)).id}/view`)).status).toBe(404);
  });
});
