import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Visitor } from "../monitor/visitor.ts";
import { endedCall, inbound, type Kit, kit, pdf } from "../support/kit.ts";

/** The bill on a call's page and on its contact's. */
let k: Kit;
let one: Visitor;
let call: number;
let contact: number;
beforeEach(async () => {
  k = await kit();
  one = new Visitor(k.product.doors.monitor);
  await one.signIn(await k.product.db.createStaff());
  await k.ct(endedCall(1, { call_id: "c1" }));
  const { message } = await k.claim();
  await k.settle(message.id, message.attempt, { kind: "accepted", providerMessageId: "58", httpStatus: 200 });
  await k.shift(60_000);
  await k.wa(inbound(1, "", { message: pdf }));
  const row = await k.call("c1");
  [call, contact] = [Number(row.id), Number(row.contact_id)];
});
afterEach(() => k.product.close());

const page = async (path: string) => (await one.get(path)).text();
const section = async (path: string) =>
  /<section[^>]* id="bill"[\s\S]*?<\/section>/.exec(await page(path))?.[0] ?? "";
/** What the form on the page sends along. */
const undoForm = async () => {
  const [form] = /id="bill-undo"[\s\S]*?<\/form>/.exec(await page(`/monitor/calls/${call}`)) ?? [""];
  const fields = [...form.matchAll(/type="hidden" name="(\w+)" value="(\w+)"/g)];
  return Object.fromEntries(fields.map(([, name, value]) => [name!, value!]));
};

describe("a call's page", () => {
  test("says what proves the bill, and takes a person's word", async () => {
    const before = await section(`/monitor/calls/${call}`);
    expect(before).toContain("File to check");
    expect(before).toContain("bolletta.pdf");
    const response = await one.post(`/monitor/calls/${call}/bill`, { decision: "confirm" });
    expect([response.status, response.headers.get("location")]).toEqual([303, `/monitor/calls/${call}`]);
    const whole = await page(`/monitor/calls/${call}`);
    expect(whole).toContain("Bill confirmed.");
    expect(await section(`/monitor/calls/${call}`)).toContain("Bill confirmed");
    expect(await section(`/monitor/calls/${call}`)).toContain("by you");
    expect(await section(`/monitor/calls/${call}`)).not.toContain('id="bill-confirm"');
  });

  test("takes back with a reason, which stays in sight", async () => {
    await one.post(`/monitor/calls/${call}/bill`, { decision: "undo", reason: "È <b>una ricevuta</b>." });
    const after = await section(`/monitor/calls/${call}`);
    expect(after).toContain("Not here yet");
    expect(after).toContain("Taken back by you");
    expect(after).toContain("È &lt;b&gt;una ricevuta&lt;/b&gt;.");
    expect((await k.call("c1")).electricity_bill_received).toBe(false);
  });

  test("takes back what the reader saw, and not the file that came meanwhile", async () => {
    const undo = async (seen: object, reason: string) =>
      one.post(`/monitor/calls/${call}/bill`, { ...seen, reason });
    await undo(await undoForm(), "Era la bolletta del gas.");
    await k.shift(1_000);
    await k.wa(inbound(1, "La cerco"));
    expect((await k.call("c1")).electricity_bill_evidence).toBe("reply");
    const seen = await undoForm();
    await k.shift(1_000);
    await k.wa(inbound(1, "", { message: pdf }));
    await undo(seen, "Chiedeva altro.");
    expect((await k.call("c1")).electricity_bill_evidence).toBe("attachment");
    expect(await section(`/monitor/calls/${call}`)).toContain("Chiedeva altro.");
    await undo(await undoForm(), "Anche questa.");
    expect((await k.call("c1")).electricity_bill_evidence).toBeNull();
  });

  test("pressed twice takes back one proof", async () => {
    await one.post(`/monitor/calls/${call}/bill`, { decision: "confirm" });
    const seen = await undoForm();
    const press = () => one.post(`/monitor/calls/${call}/bill`, { ...seen, reason: "Premuto per sbaglio." });
    await Promise.all([press(), press(), press()]);
    expect((await k.call("c1")).electricity_bill_evidence).toBe("attachment");
    expect(await k.sql`select from audit_log where action = 'bill_undone'`).toHaveLength(1);
  });

  describe("confirmed with one of the customer's files", () => {
    const choice = async () =>
      /<select id="bill-message" name="message">([\s\S]*?)<\/select>/.exec(
        await page(`/monitor/calls/${call}`),
      )?.[1] ?? null;
    const options = async () =>
      [...((await choice()) ?? "").matchAll(/value="(\d*)" ?(selected)?>([^,<]+)/g)].map(
        ([, id, chosen, name]) => [Number(id), name, chosen !== undefined],
      );
    const photo = () =>
      k.wa(inbound(1, "", { message: { imageMessage: { url: "https://mmg.whatsapp.net/f.enc" } } }));
    const files = async () => {
      const rows = await k.sql`select id from whatsapp_messages where direction = 'in' order by id`;
      return rows.map(({ id }) => Number(id));
    };
    const confirmedBy = async () =>
      (
        await k.sql`select message_id from bill_evidence where level = 'confirmed' order by id desc limit 1`
      )[0]?.message_id ?? null;

    test("what counts is chosen, and another can be", async () => {
      await k.shift(1_000);
      await photo();
      const [first, second] = (await files()) as [number, number];
      expect(await options()).toEqual([
        [second, "Photo", false],
        [first, "bolletta.pdf", true],
      ]);
      await one.post(`/monitor/calls/${call}/bill`, { decision: "confirm", message: String(second) });
      expect(Number(await confirmedBy())).toBe(second);
      expect(Number((await k.call("c1")).electricity_bill_message_id)).toBe(second);
      expect(await choice()).toBeNull();
    });

    test("none of them counts: none is chosen, and it came another way", async () => {
      const [first] = await files();
      await one.post(`/monitor/calls/${call}/bill`, { ...(await undoForm()), reason: "È del gas." });
      expect(await options()).toEqual([
        [0, "None of these files: by phone or another way", false],
        [first, "bolletta.pdf", false],
      ]);
      await one.post(`/monitor/calls/${call}/bill`, { decision: "confirm", message: "" });
      expect(await confirmedBy()).toBeNull();
      expect((await k.call("c1")).electricity_bill_evidence).toBe("confirmed");
    });

    test("what counts is offered, however many came after it", async () => {
      const [first] = await files();
      await k.sql`insert into whatsapp_messages (workspace_id, channel_id, conversation_id, contact_id, direction, purpose,
          kind, status, evidence)
        select workspace_id, channel_id, conversation_id, contact_id, direction, purpose, 'image', status, evidence
        from whatsapp_messages, generate_series(1, 25) where id = ${first!}`;
      const shown = await options();
      expect(shown).toHaveLength(21);
      expect(shown.at(-1)).toEqual([first, "bolletta.pdf", true]);
    });

    test("without a file nothing is asked", async () => {
      await k.ct(endedCall(2, { call_id: "c2" }));
      const other = (await k.call("c2")).id;
      const text = await section(`/monitor/calls/${other}`);
      expect(text).toContain('id="bill-confirm"');
      expect(text).not.toContain("bill-message");
    });

    test("another customer's is refused", async () => {
      await k.wa(inbound(2, "", { message: pdf }));
      const theirs = (await files()).at(-1);
      expect(await choice()).not.toContain(`"${theirs}"`);
      const press = await one.post(`/monitor/calls/${call}/bill`, {
        decision: "confirm",
        message: String(theirs),
      });
      expect(press.status).toBe(400);
      expect((await k.call("c1")).electricity_bill_evidence).toBe("attachment");
    });
  });

  test.for([
    [{ decision: "confirm", message: "0" }, 400],
    [{ decision: "confirm", message: "1e99" }, 400],
    [{ decision: "confirm", message: "999999999999999" }, 400],
    [{ decision: "undo", reason: "Prova", proof: "0" }, 400],
    [{ decision: "undo", reason: "Prova", proof: "1e99" }, 400],
    [{ decision: "undo", reason: "Prova", proof: "999999999999999" }, 303],
    [{ decision: "undo", reason: "  " }, 303],
    [{ decision: "undo" }, 303],
    [{ decision: "undo", reason: "x".repeat(501) }, 303],
    [{ decision: "destroy" }, 400],
    [{}, 400],
  ] as const)("%j changes nothing", async ([form, status]) => {
    expect((await one.post(`/monitor/calls/${call}/bill`, form)).status).toBe(status);
    expect((await k.call("c1")).electricity_bill_evidence).toBe("attachment");
  });

  test("takes nothing from another site, from strangers, or of other workspaces", async () => {
    const path = `/monitor/calls/${call}/bill`;
    const forged = await one.post(path, { decision: "confirm" }, { origin: "https://evil.example" });
    expect(forged.status).toBe(403);
    await k.sql`insert into workspaces (key, name) values ('neighbour', 'Neighbour')`;
    const stranger = new Visitor(k.product.doors.monitor);
    await stranger.signIn(await k.product.db.createStaff({ workspace: "neighbour", role: "admin" }));
    expect((await stranger.post(path, { decision: "confirm" })).status).toBe(403);
    const nobody = new Visitor(k.product.doors.monitor);
    expect((await nobody.post(path, { decision: "confirm" })).status).toBe(303);
    expect((await k.call("c1")).electricity_bill_evidence).toBe("attachment");
  });

  test("says what CloudTalk was told, and what to do where it failed", async () => {
    await k.sql`insert into tasks (workspace_id, call_id, kind, key, payload, state, ended_at, reason_code)
      select workspace_id, id, 'write_back', 'a', '{"what": "tag"}'::jsonb, 'done', app.now(), null from cloudtalk_calls
      union all select workspace_id, id, 'write_back', 'b', '{"what": "activity"}', 'failed', app.now(), 'no_contact' from cloudtalk_calls`;
    const text = await section(`/monitor/calls/${call}`);
    expect(text).toContain("In CloudTalk");
    expect(text).toContain("CloudTalk has no contact with this number");
    await one.post(`/monitor/calls/${call}/bill`, { decision: "undo", reason: "Prova." });
    expect(await section(`/monitor/calls/${call}`)).toContain("is being removed");
    await k.sql`update tasks set state = 'done', ended_at = app.now(), payload = payload || '{"told": "no"}' where key = 'a'`;
    expect(await section(`/monitor/calls/${call}`)).toContain("removed");
    await k.sql`update tasks set state = 'failed', ended_at = app.now(), reason_code = 'refused', payload = payload || '{"told": "yes"}' where key = 'a'`;
    expect(await section(`/monitor/calls/${call}`)).toContain("remove it by hand");
  });
});

test("the contact's page has the history of each call", async () => {
  await one.post(`/monitor/calls/${call}/bill`, { decision: "confirm" });
  await one.post(`/monitor/calls/${call}/bill`, { decision: "undo", reason: "Premuto per sbaglio." });
  const text = await section(`/monitor/contacts/${contact}`);
  for (const words of ["Sent a file", "bolletta.pdf", "Premuto per sbaglio.", `/monitor/calls/${call}`]) {
    expect(text).toContain(words);
  }
});
