import { afterEach, beforeEach, expect, test } from "vitest";
import { exeFile, jpegFile, pdfFile } from "../media/files.ts";
import type { Visitor } from "../monitor/visitor.ts";
import { inbound, type Kit, kit } from "../support/kit.ts";
import { asked, visitor } from "./stage.ts";

let k: Kit;
let contact: number;
let one: Visitor;
beforeEach(async () => {
  k = await kit();
  contact = await asked(k, 1);
  await k.wa(inbound(1, "mi manda l'offerta?"));
  one = await visitor(k, await k.product.db.createStaff());
});
afterEach(() => k.product.close());

type Named = [Uint8Array, string];
function send(files: Named[], caption = "", key = "k1"): Promise<Response> {
  const form = new FormData();
  form.set("key", key);
  form.set("caption", caption);
  for (const [bytes, name] of files) form.append("files", new File([bytes as Uint8Array<ArrayBuffer>], name));
  const cookie = [...one.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  return Promise.resolve(
    k.product.doors.monitor.request(`http://aftercall.test/monitor/c/${contact}/files`, {
      method: "POST",
      body: form,
      headers: { origin: "http://aftercall.test", cookie },
    }),
  );
}
const ours = () =>
  k.sql`select kind, body, media ->> 'fileName' as name from whatsapp_messages where purpose = 'manual' order by id`;

test("several files are several messages, in their order, with the words under the first; once a key", async () => {
  const files: Named[] = [
    [pdfFile, "Offerta.pdf"],
    [jpegFile, "foto <i>.jpg"],
  ];
  expect((await send(files, "Ecco l'offerta")).headers.get("location")).toBe(
    `/monitor/c/${contact}#composer`,
  );
  expect((await send(files, "Ecco l'offerta")).status).toBe(303);
  expect(await ours()).toMatchObject([
    { kind: "document", body: "Ecco l'offerta", name: "Offerta.pdf" },
    { kind: "image", body: null },
  ]);
});

test("what cannot be sent is told in words, and nothing leaves", async () => {
  const cases: [Named[], string][] = [
    [[], "Choose at least one file."],
    [[[exeFile, "bolletta.pdf"]], "This file cannot be sent"],
    [[[new Uint8Array(4.1 * 1024 * 1024), "film.mp4"]], "Too large"],
  ];
  for (const [files, words] of cases) {
    const answer = await send(files, "<b>mia</b>", crypto.randomUUID());
    const page = await answer.text();
    expect([words, answer.status]).toEqual([words, 422]);
    expect(page).toContain(words);
    expect(page).toContain("&lt;b&gt;mia&lt;/b&gt;");
  }
  await k.wa(inbound(1, "STOP"));
  const stopped = await send([[pdfFile, "Offerta.pdf"]]);
  expect([stopped.status, await stopped.text()]).toEqual([422, expect.stringContaining("asked to STOP")]);
  expect(await ours()).toEqual([]);
});
