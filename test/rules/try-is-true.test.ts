import { expect, test } from "vitest";
import { parseCloudtalk } from "../../lib/vendors/cloudtalk/parse-cloudtalk.ts";
import { endedCall, inbound, phone } from "../support/kit.ts";
import { hour, rule, type Stage, stage } from "./stage.ts";

/** Chance, the same each time. */
function chance(seed: number) {
  let state = seed;
  const below = (n: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor(state / 1024) % n;
  };
  return { below, pick: <Item>(items: Item[]): Item => items[below(items.length)]! };
}

const iso = (time: string | Date | null | undefined) => (time ? new Date(time).toISOString() : null);

test("the dry run says what happens then, whoever calls and whatever the rules, and writes nothing", {
  timeout: 60_000,
}, async () => {
  const k = await stage();
  await k.template("missed", "L'abbiamo cercata, {contact_name|cliente}");
  const { below, pick } = chance(11);
  for (let round = 0; round < 40; round += 1) {
    if (round % 7 === 0) await k.saveRules(rules(pick));
    const n = 1 + below(8);
    const body = endedCall(n, {
      call_id: `d${round}`,
      talking_time: pick(["0", "120", undefined]),
      call_tags: pick(["vip", "", undefined]),
      prodotto: pick(["Luce e gas", undefined, ""]),
      shouldSend: pick([undefined, undefined, false]),
      is_voicemail: pick([undefined, undefined, true]),
      external_number: pick([phone(n).slice(1), phone(n).slice(1), "anonymous", "390612345678"]),
      direction: pick(["outgoing", "incoming", "internal", undefined]),
    });
    const before = await rows(k);
    const tried = await trial(k, body);
    expect(await rows(k)).toEqual(before);
    await k.ct(body);
    expect({ round, ...tried }).toEqual({ round, ...(await outcome(k, `d${round}`)) });
    if (below(3) === 0) await k.sendAll();
    if (below(4) === 0) await k.text(n, pick(["ok", "STOP", "va bene"]));
    if (below(6) === 0) await k.file(n);
    if (below(4) === 0) await k.wa(inbound(1 + below(8), "Buongiorno"));
    await k.shift(below(10) * hour);
  }
  await k.product.close();
});

function rules(pick: <Item>(items: Item[]) => Item) {
  return [
    rule(
      "vip",
      { tags: { any: ["vip"] } },
      {
        delayMinutes: pick([0, 60, 6000]),
        expiresAfterHours: pick([1, 72]),
        priority: pick(["live", "bulk"]),
      },
    ),
    rule("missed", { outcome: ["missed"] }, pick<object>([{ template: "missed" }, { send: false }])),
    rule("luce", { custom: [{ field: "prodotto", is: "contains", value: "luce" }] }, { send: false }),
    rule("person", { contact: pick(["new", "known"]) }),
    rule("before", { previousFollowUps: { max: pick([0, 1, 5]) } }, { template: "missed" }),
  ];
}

async function rows(k: Stage) {
  const tables = [
    "cloudtalk_calls",
    "whatsapp_messages",
    "contacts",
    "contact_identities",
    "ask_decisions",
    "audit_log",
    "webhook_requests",
    "whatsapp_conversations",
  ];
  return Promise.all(
    tables.map(async (name) =>
      (await k.sql.unsafe(`select md5(string_agg(t::text, '' order by t::text)) from ${name} t`)).at(0),
    ),
  );
}

async function trial(k: Stage, body: unknown) {
  const { delivery } = parseCloudtalk({
    kind: "workflow",
    contentType: "application/json",
    rawBody: new TextEncoder().encode(JSON.stringify(body)),
    defaultCountry: "IT",
  });
  const { type: _, keys: __, ...facts } = delivery.values[0] as unknown as Record<string, unknown>;
  const { send, code, reason, text, dueAt, expiresAt } = await k.ask("try_decision", {
    workspace: k.workspace,
    facts,
  });
  return { send, code, reason, text: send ? text : null, dueAt: iso(dueAt), expiresAt: iso(expiresAt) };
}

async function outcome(k: Stage, id: string) {
  const call = await k.call(id);
  const [message] =
    await k.sql`select * from whatsapp_messages where call_id = ${call.id} and purpose = 'follow_up'`;
  return {
    send: call.should_send,
    code: call.should_send_code,
    reason: call.should_send_reason,
    text: message?.body ?? null,
    dueAt: iso(message?.due_at),
    expiresAt: iso(message?.expires_at),
  };
}
