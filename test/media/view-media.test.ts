import { HttpResponse } from "msw";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { byteRange } from "../../lib/base/byte-range.ts";
import { Visitor } from "../monitor/visitor.ts";
import type { Staff } from "../support/create-staff.ts";
import { heicFile, htmlWithPdfInside, jpegFile, pdfFile, svgFile } from "./files.ts";
import { document, type Stage, stage } from "./stage.ts";

/** What customers sent, inside pages of ours: to whom, of which kinds, and in parts. */
let s: Stage;
let staff: Staff;
let one: Visitor;
beforeEach(async () => {
  s = await stage();
  staff = await s.product.db.createStaff();
  one = await visitor(staff);
});
afterEach(() => s.product.close());

const idOf = async () => Number((await s.media())[0]!.message_id);
const view = async () => `/monitor/media/${await idOf()}/view`;
async function visitor(whom?: Staff): Promise<Visitor> {
  const visitor = new Visitor(s.product.doors.monitor);
  if (whom) await visitor.signIn(whom);
  return visitor;
}
const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer());
const opened = async () =>
  (await s.product.db.sql`select user_id from audit_log where action = 'media_opened'`).length;

describe("a PDF that is here", () => {
  beforeEach(() => s.receives(document()));

  test("is shown, and says itself what may be around it", async () => {
    const response = await one.get(await view());
    expect(response.status).toBe(200);
    const headers = Object.fromEntries(response.headers);
    expect(headers).toMatchObject({
      "content-type": "application/pdf",
      "content-length": String(pdfFile.length),
      "content-disposition": expect.stringMatching(/^inline; filename="bolletta-ottobre.pdf"/),
      "accept-ranges": "bytes",
      "cache-control": "private, max-age=0, must-revalidate",
      "x-content-type-options": "nosniff",
      "x-frame-options": "SAMEORIGIN",
      etag: expect.stringMatching(/^"[0-9a-f]{64}"$/),
    });
    expect(headers["content-security-policy"]).toMatch(/^default-src 'none';.*frame-ancestors 'self'$/);
    expect(headers["content-security-policy"]).not.toContain("script-src");
    expect(await bytesOf(response)).toEqual(pdfFile);
  });

  test.for([
    ["bytes=0-3", "bytes 0-3", pdfFile.subarray(0, 4)],
    ["bytes=5-", "bytes 5-", pdfFile.subarray(5)],
    ["bytes=-6", "bytes ", pdfFile.subarray(-6)],
    ["bytes=2-99999999", "bytes 2-", pdfFile.subarray(2)],
  ] as const)("in part: %s", async ([range, begins, part]) => {
    const response = await one.get(await view(), { range });
    expect(response.status).toBe(206);
    expect(response.headers.get("content-range")).toMatch(new RegExp(`^${begins}.*/${pdfFile.length}$`));
    expect(response.headers.get("content-length")).toBe(String(part.length));
    expect(await bytesOf(response)).toEqual(new Uint8Array(part));
  });

  test("a part that does not exist is 416; of another version, in another unit or of several parts, all of it comes", async () => {
    const path = await view();
    const beyond = await one.get(path, { range: `bytes=${pdfFile.length}-` });
    expect([beyond.status, beyond.headers.get("content-range")]).toEqual([416, `bytes */${pdfFile.length}`]);
    const etag = beyond.headers.get("etag")!;
    for (const headers of [
      { range: "bytes=0-1", "if-range": '"another"' },
      { range: "lines=0-1" },
      { range: "bytes=0-1,3-4" },
    ]) {
      const response = await one.get(path, headers as Record<string, string>);
      expect([response.status, await bytesOf(response)]).toEqual([200, pdfFile]);
    }
    expect((await one.get(path, { range: "bytes=0-1", "if-range": etag })).status).toBe(206);
  });

  test("what the browser has is not sent again, but only to who may still see it", async () => {
    const path = await view();
    const etag = (await one.get(path)).headers.get("etag")!;
    const again = await one.get(path, { "if-none-match": `"x", W/${etag}` });
    expect([again.status, (await bytesOf(again)).length]).toEqual([304, 0]);
    await s.product.db.sql`delete from memberships where user_id = ${staff.userId}`;
    expect((await one.get(path, { "if-none-match": etag })).status).toBe(403);
  });

  test("HEAD tells the same without the file", async () => {
    const response = await s.product.doors.monitor.request(`http://aftercall.test${await view()}`, {
      method: "HEAD",
      headers: { cookie: [...one.cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
    });
    expect([response.status, response.headers.get("content-length")]).toEqual([200, String(pdfFile.length)]);
    expect((await bytesOf(response)).length).toBe(0);
  });

  test("is said to be opened once a member and day, however often it is looked at", async () => {
    const path = await view();
    for (const range of ["bytes=0-1", "bytes=2-3", ""]) await (await one.get(path, { range })).arrayBuffer();
    expect(await opened()).toBe(1);
    await (await visitor(await s.product.db.createStaff({ role: "manager" }))).get(path);
    expect(await opened()).toBe(2);
    await s.product.db.shiftClock(24 * 60 * 60_000);
    await one.signIn(staff);
    await one.get(path);
    expect(await opened()).toBe(3);
  });

  test("is nobody else's", async () => {
    await s.product.db.sql`insert into workspaces (key, name) values ('neighbour', 'Neighbour')`;
    const neighbour = await s.product.db.createStaff({ workspace: "neighbour", role: "admin" });
    for (const stranger of [neighbour, await s.product.db.createStaff({ workspace: null })]) {
      const response = await (await visitor(stranger)).get(await view(), { range: "bytes=0-3" });
      expect([response.status, (await response.text()).includes("%PDF")]).toEqual([403, false]);
    }
    expect((await (await visitor()).get(await view())).status).toBe(303);
    expect((await one.get("/monitor/media/999999/view")).status).toBe(403);
    expect(await opened()).toBe(0);
  });
});

describe("what is shown goes by the bytes, never by the name", () => {
  const photo = (fileName: string) => document({ fileName, mimetype: "image/jpeg" });
  const sent = (bytes: Uint8Array<ArrayBuffer>) => {
    s.gateway.file = () => new HttpResponse(bytes);
  };

  test("a photo that calls itself a page is a photo", async () => {
    sent(jpegFile as Uint8Array<ArrayBuffer>);
    await s.receives(photo("evil.html"));
    const response = await one.get(await view());
    expect(response.headers.get("content-type")).toBe("image/jpeg");
    expect(response.headers.get("content-disposition")).toContain('filename="evil.jpg"');
  });

  test("HEIC leads to where it is saved", async () => {
    sent(heicFile as Uint8Array<ArrayBuffer>);
    await s.receives(photo("IMG_1.jpg"));
    const response = await one.get(await view());
    expect([response.status, response.headers.get("location")]).toEqual([
      303,
      `/monitor/media/${await idOf()}`,
    ]);
  });

  test.for([
    ["an SVG", svgFile],
    ["a page with a PDF's mark inside", htmlWithPdfInside],
  ] as const)("%s called .jpg is never shown", async ([, bytes]) => {
    sent(bytes as Uint8Array<ArrayBuffer>);
    await s.receives(photo("bolletta.jpg"));
    const response = await one.get(await view());
    expect(response.status).toBe(404);
    expect(await response.text()).not.toContain("alert(1)");
  });
});

test.for([
  ["bytes=0-0", 10, { first: 0, last: 0 }],
  ["BYTES = 3 - 5", 10, { first: 3, last: 5 }],
  ["bytes=-99", 10, { first: 0, last: 9 }],
  ["bytes=-0", 10, "none"],
  ["bytes=10-", 10, "none"],
  ["bytes=5-3", 10, "whole"],
  ["bytes=-", 10, "whole"],
  [undefined, 10, "whole"],
] as const)("a range %s of %i bytes", ([header, size, range]) => {
  expect(byteRange(header, size)).toEqual(range);
});
