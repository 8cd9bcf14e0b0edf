import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  changed,
  contact,
  delivered,
  message,
  numberId,
  textMessage,
  waId,
} from "../providers/meta/bodies.ts";
import { createMetaStage, type MetaStage } from "../providers/meta/stage.ts";
import { approveTemplate } from "../support/approve-template.ts";
import { endedCall, phone } from "../support/calls.ts";

/** What a Cloud API webhook changes beside messages: numbers, templates, people's ids, offers, calls. */
let stage: MetaStage;
let sql: MetaStage["product"]["db"]["sql"];
const second = "209999999999999";
const metadata = { display_phone_number: "15550783881", phone_number_id: numberId };
const post = (body: object) => stage.post(body);
const at = (body: ReturnType<typeof changed>, time: number) => ({
  ...body,
  entry: body.entry.map((entry) => ({ ...entry, time })),
});

beforeEach(async () => {
  stage = await createMetaStage();
  ({ sql } = stage.product.db);
  stage.product.wasender.use(
    http.post(`https://graph.facebook.com/v26.0/${numberId}/messages`, () =>
      HttpResponse.json({ messages: [{ id: "wamid.OUT" }] }),
    ),
  );
  await stage.product.tick();
});
afterEach(() => stage.product.close());

const quality = (event: string, time = 1790001600, number = metadata.display_phone_number) =>
  at(
    changed("phone_number_quality_update", {
      display_phone_number: number,
      event,
      max_daily_conversations_per_business: "TIER_250",
    }),
    time,
  );
const standing = () =>
  sql`select c.account, s.quality, s.people_limit, s.standing from channel_standing s
    join channels c on c.id = s.channel_id order by c.account`;

describe("a number", () => {
  test("is flagged: on record once, an alert; and what is older changes nothing", async () => {
    expect(await post(quality("FLAGGED"))).toMatchObject({ outcome: "processed" });
    expect(await standing()).toEqual([
      { account: numberId, quality: "red", people_limit: 250, standing: "flagged" },
    ]);
    expect(await post(quality("FLAGGED"))).toMatchObject({ outcome: "duplicate" });
    await stage.product.tick();
    const alert = () =>
      sql`select kind, closed_at is not null as over from alerts where kind = 'number_at_risk'`;
    expect(await alert()).toEqual([{ kind: "number_at_risk", over: false }]);
    await post(quality("UNFLAGGED", 1790001700));
    await post(quality("FLAGGED", 1790001650));
    expect(await standing()).toMatchObject([{ quality: "green", standing: "ok" }]);
    await stage.product.tick();
    expect(await alert()).toEqual([{ kind: "number_at_risk", over: true }]);
  });

  test("of two, the one that is named; the account's news are of both", async () => {
    await sql`insert into channels (workspace_id, vendor, account, name, capabilities)
      select workspace_id, 'meta', ${second}, 'Due', capabilities from channels where vendor = 'meta'`;
    await post(delivered({ contacts: [contact(1)], messages: [textMessage(1, "uno")] }));
    const other = delivered({ contacts: [contact(2)], messages: [textMessage(2, "due")] }, second);
    const text = JSON.stringify(other).replace("15550783881", "15550783882");
    await post(JSON.parse(text));
    await post(quality("FLAGGED", 1790001600, "15550783882"));
    expect(await standing()).toMatchObject([
      { account: numberId, standing: null },
      { account: second, standing: "flagged" },
    ]);
    await post(
      changed("account_update", { event: "DISABLED_UPDATE", ban_info: { waba_ban_state: "DISABLE" } }),
    );
    expect(await standing()).toMatchObject([{ standing: "banned" }, { standing: "banned" }]);
  });

  test("of an account that is not ours is looked at, once", async () => {
    await post(delivered({ contacts: [contact(1)], messages: [textMessage(1, "uno")] }));
    const foreign = changed("account_update", { event: "DISABLED_UPDATE" });
    foreign.entry[0]!.id = "999999999999999";
    expect(await post(foreign)).toMatchObject({ outcome: "ignored", reason: "unknown_account" });
    await post(foreign);
    expect(await sql`select detail from attention`).toEqual([{ detail: "meta 999999999999999" }]);
  });

  test("an error without a message is in sight, once while it is open", async () => {
    const errors = [{ code: 130429, title: "Rate limit hit", error_data: { details: "Slow down." } }];
    await post(delivered({ errors }));
    await post(delivered({ errors }));
    expect(await sql`select kind, detail from channel_incidents`).toEqual([
      { kind: "vendor_error", detail: "130429 Rate limit hit: Slow down." },
    ]);
  });
});

describe("who somebody is", () => {
  const identities = () => sql`select kind, value, contact_id from contact_identities order by kind, value`;
  const hidden = (id: string, text: string, bsuid: string, parent?: string) => {
    const { from: _, ...rest } = textMessage(1, text, {
      id,
      from_user_id: bsuid,
      from_parent_user_id: parent,
    });
    return delivered({ messages: [rest] });
  };
  const people = async () =>
    (
      await sql`select count(distinct contact_id)::integer as n from whatsapp_messages where direction = 'in'`
    )[0]!.n;

  test("a status of our own send tells their id: later they are known without a number", async () => {
    await approveTemplate(stage.product);
    await stage.product.postCloudtalk(endedCall(1));
    await stage.product.afterResponses();
    const status = { id: "wamid.OUT", status: "delivered", timestamp: "1790001600", recipient_id: waId(1) };
    await post(delivered({ statuses: [{ ...status, recipient_user_id: "IT.1A2b" }] }));
    await post(hidden("wamid.1", "Ecco", "IT.1A2b"));
    const [one, ...others] = await sql`select distinct contact_id from whatsapp_messages`;
    expect(others).toEqual([]);
    expect(await identities()).toEqual([
      { kind: "bsuid", value: "IT.1A2b", contact_id: one!.contact_id },
      { kind: "phone", value: phone(1), contact_id: one!.contact_id },
    ]);
  });

  test("another business of the same owner is told by the parent's id", async () => {
    await post(hidden("wamid.1", "Ciao", "IT.one", "IT.ENT.z"));
    await post(hidden("wamid.2", "Sono io", "IT.two", "IT.ENT.z"));
    expect(await people()).toBe(1);
    expect((await identities()).map(({ kind, value }) => `${kind} ${value}`)).toEqual([
      "bsuid IT.one",
      "bsuid IT.two",
      "parent_bsuid IT.ENT.z",
    ]);
  });

  test("a changed id is the same person, once", async () => {
    await post(hidden("wamid.1", "Ciao", "IT.old"));
    const system = { type: "user_changed_user_id", previous_user_id: "IT.old", user_id: "IT.new" };
    const change = delivered({
      messages: [{ id: "wamid.S", timestamp: "1790001600", type: "system", system }],
    });
    expect(await post(change)).toMatchObject({ outcome: "processed" });
    expect(await post(change)).toMatchObject({ outcome: "duplicate" });
    await post(hidden("wamid.2", "Di nuovo io", "IT.new"));
    expect(await people()).toBe(1);
    expect(await sql`select app.contact_bsuid(id) as id from contacts where merged_into is null`).toEqual([
      { id: "IT.new" },
    ]);
    expect(await sql`select from attention`).toEqual([]);
  });

  test("two that were strangers are joined by it, when one has no number", async () => {
    await post(hidden("wamid.1", "Ciao", "IT.old"));
    await post(hidden("wamid.2", "Nuovo telefono", "IT.new"));
    expect(await people()).toBe(2);
    const system = { type: "user_changed_user_id", previous_user_id: "IT.old", user_id: "IT.new" };
    await post(delivered({ messages: [{ id: "wamid.S", timestamp: "1790001600", type: "system", system }] }));
    expect(await people()).toBe(1);
  });

  test("a number that we asked for joins them to who called from it", async () => {
    await stage.product.postCloudtalk(endedCall(1));
    await post(hidden("wamid.1", "Ciao", "IT.1A2b"));
    expect(await people()).toBe(1);
    const { from: _, ...card } = message(1, "contacts", {
      id: "wamid.2",
      from_user_id: "IT.1A2b",
      contacts: [
        { origin: "contact_request", name: { formatted_name: "Anna" }, phones: [{ wa_id: waId(1) }] },
      ],
    });
    await post(delivered({ messages: [card] }));
    expect(await sql`select distinct contact_id from whatsapp_messages`).toHaveLength(1);
    expect(
      await sql`select c.id from cloudtalk_calls k join contacts c on c.id = k.contact_id
      join whatsapp_messages m on m.contact_id = c.id where m.direction = 'in'`,
    ).toHaveLength(2);
  });
});

describe("offers", () => {
  const preference = (value: string, timestamp: number) =>
    changed("user_preferences", {
      metadata,
      contacts: [contact(1)],
      user_preferences: [{ wa_id: waId(1), category: "marketing_messages", value, timestamp }],
    });
  const state = async () =>
    (
      await sql`select marketing_stopped_at is not null as no_offers, opted_out_at is not null as stopped from contacts`
    )[0];

  test("are stopped and taken again by the switch; the newest word holds", async () => {
    expect(await post(preference("stop", 1790001600))).toMatchObject({ outcome: "processed" });
    expect(await post(preference("stop", 1790001600))).toMatchObject({ outcome: "duplicate" });
    expect(await state()).toEqual({ no_offers: true, stopped: false });
    await post(preference("resume", 1790001500));
    expect(await state()).toEqual({ no_offers: true, stopped: false });
    await post(preference("resume", 1790001700));
    expect(await state()).toEqual({ no_offers: false, stopped: false });
    expect(await sql`select kind, source from contact_consents order by id`).toEqual([
      { kind: "marketing_stopped", source: "preference" },
      { kind: "marketing_resumed", source: "preference" },
    ]);
  });

  test("the switch lifts no stop that was written", async () => {
    await post(delivered({ contacts: [contact(1)], messages: [textMessage(1, "STOP")] }));
    await post(preference("stop", 1790001700));
    await post(preference("resume", 1790001800));
    expect(await state()).toEqual({ no_offers: false, stopped: true });
  });
});

describe("a call on WhatsApp", () => {
  const calls = (over: object, id = "wacid.1") =>
    changed("calls", {
      metadata,
      contacts: [contact(1)],
      calls: [
        {
          ...{ id, from: waId(1), to: "15550783881", event: "terminate", direction: "USER_INITIATED" },
          ...{ timestamp: String(Math.floor(Date.now() / 1000) - 60), ...over },
        },
      ],
    });
  const list = () =>
    sql`select phone_number, direction, facts ->> 'answered' as answered, should_send_code as code from cloudtalk_calls`;

  test("that was answered is decided like any other, and answered where it came in", async () => {
    const now = Math.floor(Date.now() / 1000);
    const times = {
      start_time: String(now - 200),
      end_time: String(now - 60),
      duration: 140,
      status: "COMPLETED",
    };
    expect(await post(calls(times))).toMatchObject({ outcome: "processed" });
    expect(await post(calls(times))).toMatchObject({ outcome: "duplicate" });
    expect(await list()).toEqual([
      { phone_number: phone(1), direction: "incoming", answered: "true", code: "default_rule" },
    ]);
    expect(
      await sql`select c.account from whatsapp_messages m join channels c on c.id = m.channel_id`,
    ).toEqual([{ account: numberId }]);
  });

  test("that nobody answered is a missed one", async () => {
    await post(calls({ status: "FAILED" }));
    expect(await list()).toMatchObject([{ answered: "false", code: "unanswered" }]);
    expect(await sql`select from whatsapp_conversations`).toHaveLength(1);
  });

  test("that somebody without a number made is followed up by their id", async () => {
    const now = Math.floor(Date.now() / 1000);
    const times = {
      start_time: String(now - 200),
      end_time: String(now - 60),
      duration: 140,
      status: "COMPLETED",
    };
    await post(calls({ ...times, from: undefined, from_user_id: "IT.1A2b" }));
    expect(await list()).toMatchObject([{ phone_number: null, code: "default_rule" }]);
    expect(await sql`select recipient from whatsapp_messages`).toEqual([{ recipient: "IT.1A2b" }]);
  });

  test("by somebody without a number is somebody", async () => {
    await post(calls({ from: undefined, from_user_id: "IT.1A2b", status: "FAILED" }));
    expect(
      await sql`select k.phone_number, i.value from cloudtalk_calls k
      join contact_identities i on i.contact_id = k.contact_id`,
    ).toEqual([{ phone_number: null, value: "IT.1A2b" }]);
  });
});

test("a template's news reach the channel of its account", async () => {
  const news = { message_template_id: 1, message_template_name: "bolletta", message_template_language: "it" };
  const body = changed("message_template_status_update", { event: "APPROVED", ...news, reason: "NONE" });
  expect(await post(body)).toMatchObject({ outcome: "processed" });
  expect(await sql`select vendor_id, vendor_name, state from whatsapp_template_states`).toEqual([
    { vendor_id: "1", vendor_name: "bolletta", state: "approved" },
  ]);
});
