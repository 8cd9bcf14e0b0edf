import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Staff } from "../support/create-staff.ts";
import { endedCall, inbound, type Kit, kit, pdf } from "../support/kit.ts";
import { Visitor } from "./visitor.ts";

/** Who did it, on every page that says so: one of the staff did all of it, and another one looks. */
let k: Kit;
let anna: Staff;
let own: Visitor;
let other: Visitor;
/** The part of each page that names her. */
let pages: Record<string, [path: string, part: RegExp]>;
beforeAll(async () => {
  k = await kit();
  const { createStaff } = k.product.db;
  anna = await createStaff({ role: "admin" });
  await k.sql`update memberships set name = 'Anna Verdi' where user_id = ${anna.userId}`;
  [own, other] = [new Visitor(k.product.doors.monitor), new Visitor(k.product.doors.monitor)];
  await own.signIn(anna);
  await other.signIn(await createStaff({ role: "manager" }));

  await k.ct(endedCall(1, { call_id: "c1" }));
  await k.wa(inbound(1, "", { message: pdf }));
  const { id: call, contact_id: contact } = await k.call("c1");
  await own.post(`/monitor/calls/${call}/override?from=call`, { decision: "dont_send" });
  await own.post(`/monitor/calls/${call}/bill`, { decision: "confirm" });
  await own.post(`/monitor/contacts/${contact}/block`, { reason: "Prova." });
  await k.ct(endedCall(2, { call_id: "c2" }));
  const { contact_id: double } = await k.call("c2");
  await own.post(`/monitor/contacts/${contact}/merge`, { other: String(double) });
  await own.post("/monitor/settings/cooldown", { version: "0", hours: "12" });
  await own.post("/monitor/settings/rules", { version: "0", id: "default_rule", do: "off" });
  await k.product.postCloudtalk("{ not json");
  const [event] = await k.sql`select id from webhook_requests where outcome = 'rejected'`;
  await own.post(`/monitor/events/${event!.id}/replay`);

  pages = {
    decision: [`/monitor/calls/${call}`, /id="decision"[\s\S]*?<\/section>/],
    bill: [`/monitor/calls/${call}`, /id="bill"[\s\S]*?<\/section>/],
    "contact's bill": [`/monitor/contacts/${contact}`, /id="bill"[\s\S]*?<\/section>/],
    consent: [`/monitor/contacts/${contact}`, /id="consent"[\s\S]*?<\/section>/],
    merges: [`/monitor/contacts/${contact}`, /id="merges"[\s\S]*?<\/section>/],
    setting: ["/monitor/settings/cooldown", /(?:Last change:|Ultima modifica:)[\s\S]*/],
    rules: ["/monitor/settings/rules", /(?:Last change:|Ultima modifica:)[\s\S]*/],
    versions: ["/monitor/settings/rules/history", /class="versions"[\s\S]*/],
    event: [`/monitor/events/${event!.id}`, /class="facts"[\s\S]*?<\/dl>/],
  };
});
afterAll(() => k.product.close());

const names = [
  "decision",
  "bill",
  "contact's bill",
  "consent",
  "merges",
  "setting",
  "rules",
  "versions",
  "event",
];
async function partOf(name: string, who: Visitor, language = "en"): Promise<string> {
  const [path, part] = pages[name]!;
  const html = await (await who.get(path, { "accept-language": language })).text();
  return part.exec(html)?.[0] ?? `nothing like it in ${html}`;
}

describe.each(names)("%s", (name) => {
  test("names her to a colleague, in both languages", async () => {
    expect(await partOf(name, other)).toContain("by Anna Verdi");
    expect(await partOf(name, other, "it")).toContain("da Anna Verdi");
  });

  test("says you to herself", async () => {
    expect(await partOf(name, own)).toMatch(/\bby you\b/);
    expect(await partOf(name, own, "it")).toMatch(/\bda te\b/);
  });
});

describe("once she works for another company only", () => {
  beforeAll(async () => {
    await k.sql`insert into workspaces (key, name) values ('neighbour', 'Neighbour')`;
    await k.sql`update memberships set workspace_id = (select id from workspaces where key = 'neighbour')
      where user_id = ${anna.userId}`;
  });

  test.each(names)("%s says a colleague, and her address is nowhere on the page", async (name) => {
    const code = anna.userId.slice(0, 8);
    expect(await partOf(name, other)).toContain(`by a colleague (${code})`);
    expect(await partOf(name, other, "it")).toContain(`da un collega (${code})`);
    const [path] = pages[name]!;
    expect(await (await other.get(path)).text()).not.toContain(anna.email);
  });
});
