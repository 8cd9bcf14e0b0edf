import { HttpResponse } from "msw";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Visitor } from "../monitor/visitor.ts";
import type { Staff } from "../support/create-staff.ts";
import { pdfFile } from "./files.ts";
import { document, type Stage, stage } from "./stage.ts";

/** Who may open what customers sent, and how it leaves. */
let s: Stage;
beforeEach(async () => {
  s = await stage();
});
afterEach(() => s.product.close());

const idOf = async () => Number((await s.media())[0]!.message_id);
async function visitor(staff?: Staff): Promise<Visitor> {
  const one = new Visitor(s.product.doors.monitor);
  if (staff) await one.signIn(staff);
  return one;
}

describe("a file that is here", () => {
  test.for(["agent", "manager", "admin"] as const)(
    "is saved by an %s, never shown as a page of ours",
    async (role) => {
      await s.receives(document());
      const staff = await s.product.db.createStaff({ role });
      const response = await (await visitor(staff)).get(`/monitor/media/${await idOf()}`);
      expect(response.status).toBe(200);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        "content-type": "application/pdf",
        "content-length": String(pdfFile.length),
        "content-disposition":
          "attachment; filename=\"bolletta-ottobre.pdf\"; filename*=UTF-8''bolletta-ottobre.pdf",
        "x-content-type-options": "nosniff",
        "cache-control": "private, no-store",
      });
      expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
      expect(new Uint8Array(await response.arrayBuffer())).toEqual(pdfFile);
      const log = await s.product.db
        .sql`select user_id, action, subject_id from audit_log where subject_kind = 'media'`;
      expect([...log]).toEqual([
        { user_id: staff.userId, action: "media_opened", subject_id: String(await idOf()) },
      ]);
    },
  );

  test.for([
    ["bolletta è\u202Efdp.exe", "bolletta è fdp.pdf"],
    ['"; filename="evil.html', "filename= evil.pdf"],
    ["../../etc/passwd", ".. .. etc passwd.pdf"],
    ["😀".repeat(300), undefined],
    [null, undefined],
  ] as const)("takes a name that is safe: %j", async ([fileName, safe]) => {
    await s.receives(document({ fileName }));
    const staff = await s.product.db.createStaff();
    const response = await (await visitor(staff)).get(`/monitor/media/${await idOf()}`);
    const header = response.headers.get("content-disposition")!;
    const [, plain, full] =
      /^attachment; filename="([^"\\]*)"; filename\*=UTF-8''([\w%.~!-]+)$/.exec(header) ?? [];
    expect([header, plain]).toEqual([header, expect.stringMatching(/^[\x20-\x7e]+\.pdf$/)]);
    expect(decodeURIComponent(full!)).toMatch(/\.pdf$/);
    if (safe) expect(decodeURIComponent(full!)).toBe(safe);
  });

  test("is nobody else's", async () => {
    await s.receives(document());
    const { sql } = s.product.db;
    await sql`insert into workspaces (key, name) values ('neighbour', 'Neighbour')`;
    const outsider = await s.product.db.createStaff({ workspace: null });
    const neighbour = await s.product.db.createStaff({ workspace: "neighbour", role: "admin" });
    const path = `/monitor/media/${await idOf()}`;
    for (const stranger of [outsider, neighbour]) {
      const response = await (await visitor(stranger)).get(path);
      expect(response.status).toBe(403);
      expect(await response.text()).not.toContain("%PDF");
    }
    const anonymous = await (await visitor()).get(path);
    expect([anonymous.status, anonymous.headers.get("location")]).toEqual([
      303,
      `/monitor/sign-in?next=${encodeURIComponent(path)}`,
    ]);
    expect((await (await visitor(neighbour)).get("/monitor/media/999999")).status).toBe(403);
    expect(await sql`select from audit_log where subject_kind = 'media'`).toHaveLength(0);
  });
});

test.for([
  ["missed", () => new HttpResponse(null, { status: 410 })],
  ["refused", () => new HttpResponse(new Uint8Array())],
  ["waiting", () => new HttpResponse(null, { status: 500 })],
] as const)(
  "a file that is %s is not found, and nobody is said to have opened it",
  async ([state, answer]) => {
    s.gateway.file = answer;
    await s.receives(document());
    expect((await s.media())[0]).toMatchObject({ state });
    const staff = await s.product.db.createStaff();
    const response = await (await visitor(staff)).get(`/monitor/media/${await idOf()}`);
    expect(response.status).toBe(404);
    expect(await s.product.db.sql`select from audit_log where subject_kind = 'media'`).toHaveLength(0);
  },
);

describe("on the monitor", () => {
  test("a message links to its file; what is missed says what to do, in the reader's language", async () => {
    await s.receives(document(), { n: 1 });
    s.gateway.file = () => new HttpResponse(null, { status: 410 });
    await s.receives(document(), { n: 2 });
    const staff = await s.product.db.createStaff();
    const [stored, missed] = await s.media();
    const one = await visitor(staff);
    const page = await (await one.get("/monitor/diagnostics")).text();
    expect(page).toContain(`href="/monitor/media/${stored!.message_id}"`);
    expect(page).not.toContain(`href="/monitor/media/${missed!.message_id}"`);
    expect(page).toContain("ask the customer to send it again");
    expect(await (await one.get("/monitor/diagnostics", { "accept-language": "it" })).text()).toContain(
      "chiedi al cliente di rimandarlo",
    );
  });
});
