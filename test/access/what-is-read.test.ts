import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Staff } from "../support/create-staff.ts";
import { endedCall, inbound, type Kit, kit, phone } from "../support/kit.ts";

/** As a program with a member's token would: past our pages, straight at Supabase's Data API. */
let k: Kit;
let agent: Staff;
let manager: Staff;
let colleague: Staff;
let workspace: string;
let contact: number;
let event: number;
beforeAll(async () => {
  k = await kit();
  await k.ct(endedCall(1, { contact_name: "Marisa" }));
  await k.ct(endedCall(2));
  await k.wa(inbound(1, "STOP"));
  agent = await k.product.db.createStaff({ role: "agent" });
  manager = await k.product.db.createStaff({ role: "manager" });
  colleague = await k.product.db.createStaff({ role: "manager" });
  const [row] =
    await k.sql`select workspace_id, contact_id from cloudtalk_calls where phone_number = ${phone(1)}`;
  workspace = row?.workspace_id;
  contact = Number(row?.contact_id);
  event = Number((await k.sql`select min(id) as id from webhook_requests`)[0]?.id);
});
afterAll(() => k.product.close());
beforeEach(async () => {
  await k.sql`delete from audit_log`;
});
const logged = () => k.sql`select user_id, action, subject_id from audit_log order by id`;
const page = (staff: Staff, id = contact) =>
  staff.client.rpc("export_page", { contact: id, part: "calls", after: 0, page_size: 10 });

describe("a page of a person's export", () => {
  test("is given to who began that export within the hour, and to nobody else", async () => {
    expect((await page(manager)).error?.code).toBe("PT409");
    await colleague.client.rpc("begin_export", { contact });
    const [other] = await k.sql`select contact_id from cloudtalk_calls where phone_number = ${phone(2)}`;
    await manager.client.rpc("begin_export", { contact: other?.contact_id });
    expect((await page(manager)).error?.code).toBe("PT409");
    await manager.client.rpc("begin_export", { contact });
    expect((await page(manager)).data).toHaveLength(1);
    expect((await logged()).map(({ action }) => action)).toEqual(Array(3).fill("contact_exported"));
    await k.shift(3_600_001);
    expect((await page(manager)).error?.code).toBe("PT409");
  });
});

describe("what is read leaves a row in the log", () => {
  test.each([
    ["a delivery's body", "event_read", () => manager.client.rpc("read_event", { event })],
    [
      "samples of bodies",
      "samples_read",
      () => manager.client.rpc("field_samples", { workspace, page_size: 9 }),
    ],
    [
      "everybody's consent",
      "consents_exported",
      () => manager.client.rpc("consent_history", { workspace, contact: null, before: null, page_size: 500 }),
    ],
  ])("%s, once an hour", async (_, action, read) => {
    for (let n = 0; n < 3; n += 1) {
      const { data, error } = await read();
      expect([error, data !== null]).toEqual([null, true]);
    }
    expect(await logged()).toMatchObject([{ user_id: manager.userId, action }]);
    await k.shift(3_600_001);
    await read();
    expect(await logged()).toHaveLength(2);
  });

  test("bodies taken to be tried again", async () => {
    await k.ct("{broken");
    const [{ id }] = await k.sql<
      [{ id: string }]
    >`select id from webhook_requests where outcome = 'rejected'`;
    await manager.client.rpc("take_for_replay", { ids: [id] });
    expect(await logged()).toMatchObject([{ action: "event_read", subject_id: id }]);
  });
});

test("nobody reads the table of consents itself; one person's are on their page", async () => {
  for (const staff of [agent, manager]) {
    expect((await staff.client.from("contact_consents").select("id")).error?.code).toBe("42501");
    const { data } = await staff.client.rpc("contact_page", { contact });
    expect(data.consents).toMatchObject([{ kind: "stopped", words: "STOP" }]);
  }
});

test("no one fills the log with sign-ins: twenty of each a day, however many at once", async () => {
  const note = (name: string) => agent.client.rpc("note_session", { event: name });
  for (let n = 0; n < 60; n += 20) await Promise.all(Array.from({ length: 20 }, () => note("signed_in")));
  expect(await logged()).toHaveLength(20);
  expect((await note("signed_in")).data).toBe(false);
  expect((await note("signed_out")).data).toBe(true);
  await k.shift(86_400_001);
  expect((await note("signed_in")).data).toBe(true);
});

describe("sizes", () => {
  /** How each function that takes a size is called; a new one is not here and fails. Longest: rows at most. */
  const calls: Record<
    string,
    { most: number; by: "service" | "manager"; args: (size: number | null) => object }
  > = {
    audit_page: {
      most: 501,
      by: "manager",
      args: (page_size) => ({ page_size, person: null, kind: null, before: null }),
    },
    bills_page: { most: 200, by: "manager", args: (page_size) => ({ state: "check", page_size }) },
    call_list: { most: 1000, by: "manager", args: (page_size) => ({ workspace, page_size }) },
    consent_history: {
      most: 1000,
      by: "manager",
      args: (page_size) => ({ workspace, contact: null, before: null, page_size }),
    },
    contact_list: {
      most: 201,
      by: "manager",
      args: (page_size) => ({ search: null, before: null, page_size }),
    },
    event_page: {
      most: 501,
      by: "manager",
      args: (page_size) => ({ page_size, state: "all", source: null, before: null }),
    },
    events_to_replay: {
      most: 200,
      by: "manager",
      args: (most) => ({ state: "open", source: null, most }),
    },
    events_to_reread: { most: 200, by: "manager", args: (most) => ({ most }) },
    export_page: {
      most: 500,
      by: "manager",
      args: (page_size) => ({ contact, part: "messages", after: 0, page_size }),
    },
    export_registry: { most: 10_000, by: "manager", args: (page_size) => ({ workspace, page_size }) },
    field_samples: { most: 50, by: "manager", args: (page_size) => ({ workspace, page_size }) },
    list_messages: {
      most: 200,
      by: "manager",
      args: (page_size) => ({ workspace, page_size, before: null, direction: null, phone: null }),
    },
    lead_board: { most: 50, by: "manager", args: (column_size) => ({ workspace, column_size }) },
    lead_page: { most: 500, by: "manager", args: (page_size) => ({ workspace, page_size }) },
    try_lead_rules: { most: 50, by: "manager", args: (page_size) => ({ workspace, page_size }) },
    lead_list: { most: 200, by: "manager", args: (page_size) => ({ workspace, page_size }) },
    message_list: { most: 200, by: "manager", args: (page_size) => ({ workspace, page_size }) },
    monitor_snapshot: { most: 201, by: "manager", args: (page_size) => ({ page_size, filters: {} }) },
    people_list: { most: 500, by: "manager", args: (page_size) => ({ workspace, page_size }) },
    keep_privacy: { most: 20, by: "service", args: (batch) => ({ batch }) },
    take_failed_events: { most: 50, by: "service", args: (most) => ({ most }) },
    take_tasks: {
      most: 50,
      by: "service",
      args: (most) => ({ kinds: [{ kind: "own", leaseMs: 0, tries: null }], most }),
    },
    task_page: {
      most: 201,
      by: "manager",
      args: (page_size) => ({ state: "all", before: null, page_size }),
    },
  };

  test("are known here, all of them", async () => {
    const found = await k.sql`select distinct p.proname as name
      from pg_proc p, unnest(p.proargnames, p.proargtypes::oid[]) a (name, type)
      where p.pronamespace = 'public'::regnamespace and a.type in (20, 21, 23, 1700)
        and a.name ~ '(size|limit|most|batch|count|rows|pages?)$' order by 1`;
    expect(found.map(({ name }) => name)).toEqual(Object.keys(calls).toSorted());
  });

  test("are bounded inside the functions, and no size is no error", async () => {
    await k.sql`insert into whatsapp_messages (workspace_id, channel_id, conversation_id, contact_id, direction, purpose, body, status)
      select workspace_id, channel_id, conversation_id, contact_id, 'in', 'inbound', 'riga ' || n, 'received'
      from whatsapp_messages, generate_series(1, 1200) n where purpose = 'follow_up' and contact_id = ${contact}`;
    await k.sql`insert into contact_consents (workspace_id, contact_id, kind, source)
      select ${workspace}, ${contact}, 'stopped', 'customer' from generate_series(1, 1200)`;
    await k.sql`insert into webhook_requests (workspace_id, source, outcome, body)
      select ${workspace}, 'cloudtalk', 'rejected', '{}' from generate_series(1, 1200)`;
    await k.sql`insert into contacts (workspace_id, name) select ${workspace}, 'x' from generate_series(1, 1200)`;
    await k.sql`insert into tasks (workspace_id, kind, key) select ${workspace}, 'own', n::text from generate_series(1, 1200) n`;
    await manager.client.rpc("begin_export", { contact });
    await k.sql`insert into audit_log (workspace_id, action, subject_kind) select ${workspace}, 'seen', 'call' from generate_series(1, 1200)`;
    for (const [name, { most, by, args }] of Object.entries(calls)) {
      const client = by === "service" ? k.product.db.service : manager.client;
      for (const size of [1_000_000, 2_147_483_647, 0, -5, null]) {
        const { data, error } = await client.rpc(name, args(size));
        expect([name, size, error?.message]).toEqual([name, size, undefined]);
        expect([name, size, longest(data) <= most]).toEqual([name, size, true]);
      }
    }
  });
});

/** Of every list in it. */
function longest(value: unknown): number {
  if (value === null || typeof value !== "object") return 0;
  const inside = Object.values(value).map(longest);
  return Math.max(Array.isArray(value) ? value.length : 0, ...inside, 0);
}
