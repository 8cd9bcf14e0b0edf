import { describe, expect, test } from "vitest";
import { readDelivery } from "../../../lib/vendors/meta/read-delivery.ts";
import { readBareValue } from "../../../lib/vendors/shared/whatsapp/read-envelope.ts";
import { phone } from "../../support/calls.ts";
import { changed, contact, delivered, message, textMessage, wabaId, waId } from "./bodies.ts";

const read = (body: unknown) =>
  readDelivery(
    {
      rawBody: new TextEncoder().encode(JSON.stringify(body)),
      contentType: "application/json",
      isSigned: true,
    },
    { defaultCountry: "IT", mapping: {} },
  ).delivery;
const told = (field: string, value: object) => read(changed(field, value)).values;
const line = { business: wabaId };

describe("a template (docs, message_template_status_update, _quality_update, template_category_update; Oct and Nov 2025)", () => {
  const name = {
    message_template_id: 1689556908129832,
    message_template_name: "bolletta_dopo_chiamata",
    message_template_language: "it",
  };
  const news = { type: "template_news", templateId: "1689556908129832", name: name.message_template_name };

  test.each([
    ["APPROVED", { state: "approved", reason: null }],
    ["REJECTED", { state: "rejected", reason: "INCORRECT_CATEGORY" }],
    ["PAUSED", { state: "paused" }],
    ["DISABLED", { state: "disabled" }],
    ["PENDING_DELETION", { state: "deleted" }],
    ["REINSTATED", { state: "approved" }],
  ])("%s", (event, expected) => {
    const reason = event === "REJECTED" ? "INCORRECT_CATEGORY" : "NONE";
    expect(told("message_template_status_update", { event, ...name, reason })).toMatchObject([
      { ...news, language: "it", line, ...expected },
    ]);
  });

  test("a refusal says what to do; a word that is no state of its own is said", () => {
    const rejection_info = { reason: "Offers in a utility text.", recommendation: "Take the offer out." };
    expect(
      told("message_template_status_update", {
        event: "REJECTED",
        ...name,
        reason: "PROMOTIONAL",
        rejection_info,
      }),
    ).toMatchObject([
      {
        reasonCode: "PROMOTIONAL",
        reason: rejection_info.reason,
        recommendation: rejection_info.recommendation,
      },
    ]);
    const [flagged] = told("message_template_status_update", { event: "FLAGGED", ...name, reason: null });
    expect(flagged).toMatchObject({ reason: "flagged" });
    expect(flagged).not.toHaveProperty("state");
  });

  test("its quality, also where the field says status", () => {
    const quality = { previous_quality_score: "GREEN", new_quality_score: "YELLOW", ...name };
    for (const field of ["message_template_quality_update", "message_template_status_update"]) {
      const [value] = told(field, quality);
      expect(value).toMatchObject({ ...news, quality: "yellow" });
      expect(value).not.toHaveProperty("state");
    }
  });

  test("its category: a warning tells what it will be, a change what it is", () => {
    const warning = {
      ...name,
      new_category: "UTILITY",
      correct_category: "MARKETING",
      category_update_timestamp: 1795251600,
    };
    expect(told("template_category_update", warning)).toMatchObject([
      { category: "utility", becomesCategory: "marketing" },
    ]);
    const done = { ...name, previous_category: "UTILITY", new_category: "MARKETING" };
    const [change] = told("template_category_update", done);
    expect(change).toMatchObject({ category: "marketing" });
    expect(change).not.toHaveProperty("becomesCategory");
  });
});

describe("a number, or its account (docs, webhook fields)", () => {
  const number = { display_phone_number: "15550783881" };

  test.each([
    [
      "phone_number_quality_update",
      { ...number, event: "FLAGGED", max_daily_conversations_per_business: "TIER_2K" },
      { quality: "red", standing: "flagged", limit: 2000, line: { ...line, number: "+15550783881" } },
    ],
    [
      "phone_number_quality_update",
      { ...number, event: "UNFLAGGED", current_limit: "TIER_UNLIMITED" },
      { quality: "green", standing: "ok", limit: null },
    ],
    ["business_capability_update", { max_daily_conversations_per_business: 250 }, { limit: 250 }],
    ["business_capability_update", { max_daily_conversation_per_phone: -1 }, { limit: null }],
    [
      "account_update",
      { event: "DISABLED_UPDATE", ban_info: { waba_ban_state: "DISABLE", waba_ban_date: "January 1, 2027" } },
      { standing: "banned", detail: "account · DISABLED_UPDATE · DISABLE · January 1, 2027" },
    ],
    [
      "account_update",
      {
        event: "ACCOUNT_RESTRICTION",
        restriction_info: [
          { restriction_type: "RESTRICTED_BIZ_INITIATED_MESSAGING", expiration: 1795251600 },
        ],
      },
      { standing: "restricted" },
    ],
    [
      "account_update",
      { event: "ACCOUNT_VIOLATION", violation_info: { violation_type: "SCAM" } },
      { standing: "flagged" },
    ],
    ["account_update", { event: "VERIFIED_ACCOUNT" }, { standing: "ok" }],
    [
      "account_alerts",
      {
        entity_type: "WABA",
        alert_info: {
          alert_severity: "CRITICAL",
          alert_status: "ACTIVE",
          alert_type: "OBA_APPROVED",
          alert_description: "x",
        },
      },
      { standing: "flagged", detail: "OBA_APPROVED · x" },
    ],
  ])("%s %j", (field, value, expected) => {
    expect(told(field, value)).toMatchObject([{ type: "number_news", line, ...expected }]);
  });
});

test("the switch for offers, whose time is a number (docs, user preferences)", () => {
  const preference = {
    wa_id: waId(1),
    user_id: "IT.1A2b",
    category: "marketing_messages",
    timestamp: 1795251600,
  };
  const value = (word: string) => ({
    metadata: { display_phone_number: "15550783881", phone_number_id: "106540352242922" },
    contacts: [contact(1)],
    user_preferences: [{ ...preference, detail: "…", value: word }],
  });
  expect(told("user_preferences", value("stop"))).toMatchObject([
    {
      type: "preference",
      chat: { phone: phone(1), bsuid: "IT.1A2b" },
      marketing: "stop",
      providerTimestamp: "2026-11-21T09:00:00.000Z",
    },
  ]);
  expect(told("user_preferences", value("resume"))).toMatchObject([{ marketing: "resume" }]);
  expect(told("user_preferences", value("perhaps"))).toMatchObject([{ type: "ignored" }]);
});

describe("a call (docs, calling, 13 Nov 2025)", () => {
  const call = {
    id: "wacid.HBgM",
    from: waId(1),
    to: "15550783881",
    event: "terminate",
    direction: "USER_INITIATED",
    timestamp: "1795251700",
  };
  const calls = (over: object) =>
    told("calls", {
      metadata: { display_phone_number: "15550783881", phone_number_id: "106540352242922" },
      contacts: [contact(1)],
      calls: [{ ...call, ...over }],
    });

  test("that was answered ends like any other", () => {
    const times = { start_time: "1795251600", end_time: "1795251690", duration: 90, status: "COMPLETED" };
    expect(calls(times)).toMatchObject([
      {
        type: "call_ended",
        bodyKind: "whatsapp",
        ended: true,
        callId: "wacid.HBgM",
        keys: ["id:wacid.HBgM"],
        direction: "incoming",
        chat: { phone: phone(1) },
        phone: { e164: phone(1), problem: null },
        internalNumber: "+15550783881",
        answered: true,
        talkingSeconds: 90,
        startedAt: "2026-11-21T09:00:00.000Z",
        endedAtUtc: "2026-11-21T09:01:30.000Z",
      },
    ]);
  });

  test("that nobody answered is a missed one; while it rings it is nothing yet", () => {
    expect(calls({ status: "FAILED" })).toMatchObject([
      { answered: false, unansweredStatus: "missed", talkingSeconds: 0, endedAt: "2026-11-21T09:01:40.000Z" },
    ]);
    expect(calls({ event: "connect" })).toMatchObject([{ type: "ignored", reason: "whatsapp_call" }]);
  });

  test("by somebody whose number is hidden, and one of ours", () => {
    expect(calls({ from: undefined, from_user_id: "IT.1A2b" })).toMatchObject([
      { chat: { phone: null, bsuid: "IT.1A2b" }, phone: { e164: null, problem: null } },
    ]);
    expect(calls({ direction: "BUSINESS_INITIATED", to: waId(1), from: "15550783881" })).toMatchObject([
      { direction: "outgoing", phone: { e164: phone(1) } },
    ]);
  });
});

describe("other ids of one person (docs, business-scoped user ids; changelog, 11 Aug 2026)", () => {
  const system = (over: object, from: object = {}) =>
    told("messages", {
      metadata: { phone_number_id: "106540352242922" },
      messages: [{ id: "wamid.S", timestamp: "1795251600", type: "system", system: over, ...from }],
    });

  test("a changed number tells both", () => {
    const values = system(
      {
        type: "user_changed_number",
        body: "User A changed",
        wa_id: waId(2),
        user_id: "IT.new",
        parent_user_id: "IT.ENT.new",
        previous_user_id: "IT.old",
      },
      { from: waId(1) },
    );
    expect(values).toMatchObject([
      {
        type: "inbound_message",
        look: "number_changed",
        newPhone: phone(2),
        chat: { phone: phone(1), bsuid: "IT.old" },
      },
      {
        type: "renamed",
        chat: { phone: phone(1), bsuid: "IT.old" },
        bsuid: "IT.new",
        parentBsuid: "IT.ENT.new",
      },
    ]);
  });

  test("a changed id alone is no message", () => {
    const change = { type: "user_changed_user_id", previous_user_id: "IT.old", user_id: "IT.new" };
    expect(system(change, { from_user_id: "IT.new" })).toMatchObject([
      { type: "renamed", chat: { phone: null, bsuid: "IT.old" }, bsuid: "IT.new" },
    ]);
    expect(system({ ...change, previous_user_id: undefined }, { from_user_id: "IT.old" })).toMatchObject([
      { type: "renamed", chat: { bsuid: "IT.old" }, bsuid: "IT.new" },
    ]);
    expect(system({ ...change, previous_user_id: undefined }, { from_user_id: "IT.new" })).toMatchObject([
      { type: "ignored", look: "number_changed" },
    ]);
  });

  const hidden = {
    profile: { name: "Anna", username: "anna" },
    user_id: "IT.1A2b",
    parent_user_id: "IT.ENT.9z",
  };
  const card = (over: object, origin: object = {}) => {
    const { from: _, ...rest } = message(1, "contacts", { from_user_id: "IT.1A2b", ...origin });
    const { values } = read(delivered({ contacts: [hidden], messages: [{ ...rest, contacts: [over] }] }));
    return values[0];
  };
  const anna = { name: { formatted_name: "Anna" } };

  test.each([
    ["in the card", { ...anna, origin: "contact_request", phones: [{ wa_id: waId(1) }] }, {}],
    ["beside the cards", { ...anna, phones: [{ phone: `+${waId(1)}` }] }, { origin: "contact_request" }],
    [
      "in a vcard",
      { ...anna, vcard: `BEGIN:VCARD\nTEL;type=CELL;waid=${waId(1)}:+39 3\nEND:VCARD` },
      { origin: "contact_request" },
    ],
  ])("a number that we asked for is theirs: %s", (_, contents, origin) => {
    expect(card(contents, origin)).toMatchObject({
      chat: { phone: phone(1), bsuid: "IT.1A2b", parentBsuid: "IT.ENT.9z", username: "anna" },
    });
  });

  test("somebody else's card is nobody's number here", () => {
    const contents = { ...anna, origin: "other", phones: [{ wa_id: waId(2) }] };
    expect(card(contents)).toMatchObject({ kind: "contact", chat: { phone: null } });
    const two = { ...anna, origin: "contact_request", phones: [{ wa_id: waId(2) }, { wa_id: waId(3) }] };
    expect(card(two)).toMatchObject({ chat: { phone: null } });
  });

  test("a status tells whose id it is, in itself or in the contact beside it", () => {
    const status = { id: "wamid.A", status: "delivered", recipient_id: waId(1), timestamp: "1795251600" };
    const own = read(delivered({ statuses: [{ ...status, recipient_user_id: "IT.1A2b" }] }));
    const beside = read(delivered({ contacts: [contact(1, { user_id: "IT.1A2b" })], statuses: [status] }));
    for (const { values } of [own, beside]) {
      expect(values).toMatchObject([{ type: "message_status", recipient: { bsuid: "IT.1A2b" } }]);
    }
  });
});

test("an advertisement stays with the message that it brought", () => {
  const referral = {
    source_url: "https://fb.me/3cr4Wqqkv",
    source_id: "120226305854810726",
    source_type: "ad",
    headline: "Paghi troppo?",
    ctwa_clid: "Aff-x",
  };
  expect(read(delivered({ messages: [textMessage(1, "Ciao", { referral })] })).values).toMatchObject([
    {
      contentName: "advertisement",
      referral: {
        sourceType: "ad",
        sourceId: "120226305854810726",
        headline: "Paghi troppo?",
        clickId: "Aff-x",
        sourceUrl: "https://fb.me/3cr4Wqqkv",
      },
    },
  ]);
});

test("a file's address is used while it lives, its hash is kept", () => {
  const document = {
    id: "4711",
    url: "https://lookaside.fbsbx.com/x",
    sha256: "AAEC",
    mime_type: "application/pdf",
  };
  expect(read(delivered({ messages: [message(1, "document", { document })] })).values).toMatchObject([
    {
      mediaSource: {
        id: "4711",
        url: "https://lookaside.fbsbx.com/x",
        sha256: "AAEC",
        urlUntil: "2026-11-21T09:03:00.000Z",
        expiresAt: "2026-11-28T09:00:00.000Z",
      },
    },
  ]);
});

test("a value that comes bare is read as the same", () => {
  const value = { metadata: { phone_number_id: "1065403" }, messages: [textMessage(1, "Ciao")] };
  expect(readBareValue(value)).toMatchObject({
    eventType: "messages",
    account: "1065403",
    values: [{ type: "inbound_message", text: "Ciao" }],
  });
  expect(readBareValue({ foo: [] })).toBeNull();
});
