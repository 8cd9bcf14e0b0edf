import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Visitor } from "../monitor/visitor.ts";
import { plain, type SettingsStage, stage } from "../settings/stage.ts";

/** Members of a company: invited, changed and removed by its admins, and what each changes of themselves. */
let k: SettingsStage;
beforeAll(async () => {
  k = await stage();
});
afterAll(() => k.product.close());

const path = "/monitor/settings/people";
const idOf = async (name: string) => {
  const [row] = await k.product.db.sql<
    { user_id: string }[]
  >`select user_id from memberships where name = ${name}`;
  return row!.user_id;
};
const linkIn = (text: string) => new URL(plain(/<textarea id="link"[^>]*>([^<]*)/.exec(text)![1]!));
const inviteOf = (name: string, email: string, role = "agent") =>
  k.post(path, { email, name, role }, "admin");
/** A browser of one's own. */
const stranger = () => new Visitor(k.product.doors.monitor);
const open = (link: URL, password: string, visitor = stranger()) =>
  visitor.post("/monitor/set-password", { token_hash: link.searchParams.get("token_hash")!, password });

describe("an invitation", () => {
  test("is a link that is shown once, with which one chooses a password and is in", async () => {
    const { status, text } = await inviteOf("Giulia Ferri", "Giulia@Company.example");
    expect(status).toBe(200);
    const link = linkIn(text);
    expect(link.origin + link.pathname).toBe("http://aftercall.test/monitor/set-password");
    const visitor = stranger();
    // Programs that preview links open it too, and use nothing up.
    for (let looks = 0; looks < 2; looks += 1) {
      const page = await visitor.get(link.pathname + link.search);
      expect(await page.text()).toContain("Choose your password");
    }
    const short = await open(link, "corta", visitor);
    expect([short.status, await short.text()]).toEqual([422, expect.stringContaining("Troppo corta")]);
    const done = await open(link, "tre parole a caso", visitor);
    expect([done.status, done.headers.get("location")]).toEqual([303, "/monitor"]);
    expect((await visitor.get("/monitor")).status).toBe(200);
    const again = await open(link, "un'altra password");
    expect([again.status, await again.text()]).toEqual([422, expect.stringContaining("non vale più")]);
    const later = stranger();
    const signedIn = await later.signIn({ email: "giulia@company.example", password: "tre parole a caso" });
    expect(signedIn.headers.get("location")).toBe("/monitor");
    const people = await k.page(path, "manager");
    expect(people.text).toContain("giulia@company.example");
    expect(people.text).not.toContain("token_hash");
  });

  test("of a member says so, of somebody who has an account gives no link", async () => {
    const twice = await inviteOf("Giulia", "giulia@company.example");
    expect([twice.status, twice.text]).toEqual([409, expect.stringContaining("there already")]);
    const known = await k.product.db.createStaff({ workspace: null });
    const { text } = await inviteOf("Nota", known.email);
    expect(text).toContain("had an account already");
    expect(text).not.toContain("token_hash");
  });

  test.for([
    [{ email: "nessuno", name: "A", role: "agent" }, "Write an e-mail address."],
    [{ email: "a@b.example", name: " ", role: "agent" }, "Write a name"],
  ] as const)("%j comes back as it was typed", async ([form, says]) => {
    const before = await k.product.db.sql`select count(*) from auth.users`;
    const answer = await k.post(path, form, "admin");
    expect([answer.status, answer.text]).toEqual([422, expect.stringContaining(says)]);
    expect(await k.product.db.sql`select count(*) from auth.users`).toEqual(before);
  });
});

describe("roles", () => {
  test("agents do not see the page, managers read it, admins change", async () => {
    expect((await k.page(path, "agent")).status).toBe(403);
    const read = await k.page(path, "manager");
    expect([read.status, /<form[^>]*settings\/people/.test(read.text)]).toEqual([200, false]);
    const id = await idOf("Giulia Ferri");
    for (const who of ["agent", "manager"] as const) {
      for (const to of [path, `${path}/${id}`, `${path}/${id}/link`, `${path}/${id}/remove`]) {
        const form = { email: "x@y.example", name: "X", role: "admin" };
        expect([who, to, (await k.post(to, form, who)).status]).toEqual([who, to, 403]);
      }
    }
  });

  test("a role changes at once, and the log says from what to what", async () => {
    const id = await idOf("Giulia Ferri");
    const form = { name: "Giulia Ferri", callsAs: "giulia.f", role: "manager" };
    expect((await k.post(`${path}/${id}`, form, "admin")).status).toBe(303);
    const [row] = await k.product.db.sql`select role, calls_as from memberships where user_id = ${id}`;
    expect(row).toEqual({ role: "manager", calls_as: "giulia.f" });
    const [log] = await k.product.db.sql`select detail from audit_log where action = 'member_changed'
      and subject_id = ${id} order by id desc limit 1`;
    expect(log?.detail).toEqual({ before: "agent", after: "manager" });
  });

  test("nobody demotes or removes themselves", async () => {
    const me = await k.visitors.admin.get(path);
    const mine =
      /id="member-([0-9a-f-]{36})"><h2>[^<]*<span class="chip plain">[^<]*<\/span> <span class="quiet">\(you\)/.exec(
        await me.text(),
      )![1]!;
    const demoted = await k.post(`${path}/${mine}`, { name: "Io", role: "agent" }, "admin");
    expect([demoted.status, demoted.text]).toEqual([409, expect.stringContaining("Only another admin")]);
    const removed = await k.post(`${path}/${mine}/remove`, {}, "admin");
    expect([removed.status, removed.text]).toEqual([409, expect.stringContaining("ask another admin")]);
  });

  test("a member of another company is not this company's to let in anew", async () => {
    await k.product.db.sql`insert into workspaces (key, name) values ('north', 'North')`;
    const shared = await k.product.db.createStaff({ role: "admin", workspace: "north" });
    await inviteOf("Di due", shared.email);
    const answer = await k.post(`${path}/${await idOf("Di due")}/link`, {}, "admin");
    expect([answer.status, answer.text]).toEqual([409, expect.stringContaining("another company too")]);
  });

  test("a form of another site changes nothing", async () => {
    const id = await idOf("Giulia Ferri");
    const answer = await k.visitors.admin.post(`${path}/${id}/remove`, {}, { origin: "http://evil.example" });
    expect(answer.status).toBe(403);
    const unset = await stranger().post("/monitor/set-password", {}, { origin: "http://evil.example" });
    expect(unset.status).toBe(403);
  });
});

test("who forgot the password gets a new link; the old password holds until then", async () => {
  const id = await idOf("Giulia Ferri");
  const link = linkIn((await k.post(`${path}/${id}/link`, {}, "admin")).text);
  const old = await stranger().signIn({ email: "giulia@company.example", password: "tre parole a caso" });
  expect(old.headers.get("location")).toBe("/monitor");
  expect((await open(link, "altre parole ancora")).status).toBe(303);
  expect(
    (await stranger().signIn({ email: "giulia@company.example", password: "tre parole a caso" })).status,
  ).toBe(401);
});

describe("oneself", () => {
  test("name, mobile and language", async () => {
    const visitor = stranger();
    await visitor.signIn({ email: "giulia@company.example", password: "altre parole ancora" });
    const form: [string, string][] = [
      ["name", "Giulia F."],
      ["phone", "333 123 4567"],
      ["language", "it"],
    ];
    const saved = await visitor.post("/monitor/me", form);
    expect(saved.headers.get("location")).toBe("/monitor/me");
    const page = await (await visitor.get("/monitor/me")).text();
    expect(page).toContain('<html lang="it">');
    expect(page).toContain("Salvato.");
    expect(page).toContain("+393331234567");
    const [row] = await k.product.db.sql`select phone, language from memberships where name = 'Giulia F.'`;
    expect(row).toEqual({ phone: "+393331234567", language: "it" });
    const wrong = await visitor.post("/monitor/me", { name: "Giulia F.", phone: "12" });
    expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining("non esiste")]);
  });

  test("the password, for who knows the one of now", async () => {
    const visitor = stranger();
    await visitor.signIn({ email: "giulia@company.example", password: "altre parole ancora" });
    const change = (current: string, password: string) =>
      visitor.post("/monitor/me/password", { current, password });
    expect((await change("sbagliata", "la nuova password")).status).toBe(422);
    expect((await change("altre parole ancora", "breve")).status).toBe(422);
    expect((await change("altre parole ancora", "la nuova password")).status).toBe(303);
    expect((await visitor.get("/monitor/me")).status).toBe(200);
    const next = await stranger().signIn({ email: "giulia@company.example", password: "la nuova password" });
    expect(next.headers.get("location")).toBe("/monitor");
  });
});

test("what somebody did keeps their name once they left, and they are out at once", async () => {
  const visitor = stranger();
  await visitor.signIn({ email: "giulia@company.example", password: "la nuova password" });
  await visitor.post("/monitor/settings/cooldown", { version: "0", hours: "12" });
  const id = await idOf("Giulia F.");
  expect((await k.post(`${path}/${id}/remove`, {}, "admin")).to).toBe(path);
  expect((await visitor.get("/monitor/settings")).status).toBe(403);
  expect((await k.page("/monitor/settings/cooldown", "agent")).text).toContain("by Giulia F.");
  expect((await k.page(path, "manager")).text).not.toContain("Giulia F.");
  await inviteOf("Giulia di nuovo", "giulia@company.example");
  expect(await k.product.db.sql`select from former_members where user_id = ${id}`).toHaveLength(0);
});
