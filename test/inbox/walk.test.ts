import { expect, test } from "vitest";
import { document } from "../media/stage.ts";
import type { Staff } from "../support/create-staff.ts";
import { accepted, echo, endedCall, hidden, inbound, type Kit, kit, limited, phone } from "../support/kit.ts";

const customers = 7;
const stepsOf = Number(process.env.WALK_STEPS ?? 70);
const seeds = (process.env.WALK_SEEDS ?? "1,2,3").split(",").map(Number);

/** mulberry32: the same steps for the same seed. */
function dice(seed: number) {
  let a = seed;
  const next = () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (n: number) => Math.floor(next() * n);
  return { below, of: <T>(list: readonly T[]): T => list[below(list.length)]! };
}

/** What differs from what is computed anew: [{contact, kept, computed}]. */
async function stale(k: Kit): Promise<object[]> {
  const read = (sql: Kit["sql"]) => sql`
    select k.contact_id, to_jsonb(k) - 'computed_by' as row from conversations k order by 1`;
  const found: object[] = [];
  await k.sql
    .begin(async (sql) => {
      const own = sql as unknown as Kit["sql"];
      const kept = await read(own);
      await own`select app.refresh_conversation(c.id, false) from contacts c`;
      const computed = new Map((await read(own)).map(({ contact_id, row }) => [contact_id, row]));
      for (const { contact_id, row } of kept) {
        const anew = computed.get(contact_id) ?? {};
        const keys = Object.keys(row).filter((key) => JSON.stringify(row[key]) !== JSON.stringify(anew[key]));
        if (keys.length > 0)
          found.push({
            contact: contact_id,
            ...Object.fromEntries(keys.map((key) => [key, [row[key], anew[key]]])),
          });
        computed.delete(contact_id);
      }
      for (const contact of computed.keys()) found.push({ contact, kept: "none" });
      throw new Error("undo");
    })
    .catch((error: Error) => {
      if (error.message !== "undo") throw error;
    });
  return found;
}

test.each(seeds)(
  "what is kept of each person is what is computed anew, after each of many steps (%i)",
  {
    timeout: 600_000,
  },
  async (seed) => {
    const k = await kit();
    const { below, of } = dice(seed);
    const agent = await k.product.db.createStaff();
    const admin = await k.product.db.createStaff({ role: "admin" });
    await k.sql`update memberships set name = 'Samuela' where user_id = ${agent.userId}`;
    const ids = async (
      query: "calls" | "contacts" | "in" | "out" | "files" | "asks" | "merges" | "attention",
    ) => {
      const rows = await {
        calls: () => k.sql`select id from cloudtalk_calls`,
        contacts: () => k.sql`select id from contacts where merged_into is null`,
        in: () => k.sql`select id from whatsapp_messages where direction = 'in'`,
        out: () => k.sql`select id from whatsapp_messages where direction = 'out'`,
        files: () => k.sql`select id from whatsapp_messages where evidence = 'attachment'`,
        asks: () => k.sql`select id from asks`,
        merges: () => k.sql`select id from contact_merges where split_at is null`,
        attention: () => k.sql`select id from attention where settled_at is null`,
      }[query]();
      return rows.length > 0 ? Number(of(rows).id) : 0;
    };
    /** Refusals are fine. */
    const ask = async (who: Staff, name: string, args: object) => {
      const { error } = await who.client.rpc(name, args);
      if (error && !/^(PT|42501|P0002)/.test(error.code))
        throw new Error(`${name} ${JSON.stringify(args)}: ${error.code} ${error.message}`);
    };
    const n = () => 1 + below(customers);
    const words = () =>
      of([
        "sì",
        "domani",
        "STOP",
        "START",
        "Non mi interessa, grazie",
        "le va bene agosto?",
        "messaggio automatico: siamo chiusi",
        "👍",
      ]);
    const sent: { id: string; n: number }[] = [];
    const steps: Record<string, () => Promise<unknown>> = {
      call: () =>
        k.ct(
          endedCall(n(), {
            call_id: String(below(9_000)),
            agent_name: of(["Samuela", "Altra"]),
            talking_time: of(["120", "0", "3"]),
            direction: of(["outgoing", "incoming"]),
          }),
        ),
      callAgain: async () => {
        const [c] =
          await k.sql`select cloudtalk_call_id as id from cloudtalk_calls order by random() limit 1`;
        return (
          c &&
          k.ct({
            event: "call-modified",
            call_id: c.id,
            tags: of(["nessun-messaggio", "x"]),
            talking_time: "200",
            shouldSend: of([true, false]),
          })
        );
      },
      wrote: () => k.wa(inbound(n(), words())),
      wrote2: () => k.wa(inbound(n(), words())),
      file: () => k.wa(inbound(n(), of(["", "ecco"]), { message: document() })),
      video: () => k.wa(inbound(n(), "", { message: { videoMessage: { mimetype: "video/mp4" } } })),
      unknown: () => k.wa(inbound(n(), "", { message: { strangeMessage: {} } })),
      hiddenWrote: () =>
        k.wa(hidden(9, words(), of([{}, { senderPn: `${phone(n()).slice(1)}@s.whatsapp.net` }]))),
      typed: () => k.wa(echo(n(), `TYPED${below(99_999)}`, "La richiamo")),
      send: async () => {
        const { message } = await k.claim();
        if (!message) return;
        const how = of([
          accepted,
          accepted,
          accepted,
          accepted,
          limited,
          { kind: "uncertain", code: "timeout", message: "?" },
          { kind: "failed", code: "not_on_whatsapp", message: "no", retryable: false },
        ]);
        await k.settle(
          message.id,
          message.attempt,
          how === accepted
            ? { ...accepted, providerMessageId: String(message.id), whatsappId: `WA${message.id}` }
            : how,
        );
        if (how === accepted) sent.push({ id: `WA${message.id}`, n: 0 });
      },
      status: () =>
        sent.length > 0
          ? k.wa({
              event: "messages.update",
              data: { key: { id: of(sent).id, fromMe: true }, update: { status: of([0, 2, 3, 4]) } },
            })
          : Promise.resolve(),
      gone: async () => {
        const [m] =
          await k.sql`select whatsapp_message_id as id, recipient, address from whatsapp_messages where whatsapp_message_id is not null and direction = 'in' order by random() limit 1`;
        return (
          m &&
          k.wa({
            event: "messages.delete",
            data: { keys: [{ id: m.id, fromMe: false, remoteJid: `${phone(1).slice(1)}@s.whatsapp.net` }] },
          })
        );
      },
      minute: () => k.shift(60_000 * (1 + below(30))),
      hours: () => k.shift(3_600_000 * below(20)),
      tick: () => k.product.tick(),
      owner: async () =>
        ask(agent, "work_conversation", {
          contact: await ids("contacts"),
          change: { owner: of([agent.userId, null]) },
        }),
      close: async () =>
        ask(agent, "work_conversation", {
          contact: await ids("contacts"),
          change: { closed: of([true, true, false]) },
        }),
      handled: async () =>
        ask(agent, "work_conversation", { contact: await ids("contacts"), change: { handled: true } }),
      callBack: async () =>
        ask(agent, "work_conversation", {
          contact: await ids("contacts"),
          change: { callBackAt: of(["+60", "+3000", null]) },
        }),
      note: async () =>
        ask(agent, "add_note", { contact: await ids("contacts"), body: "x", mentions: [admin.userId] }),
      write: async () =>
        ask(agent, "send_manual", {
          contact: await ids("contacts"),
          body: "Buongiorno",
          key: String(below(1e9)),
          reason: "agreed",
        }),
      withdraw: async () => ask(agent, "cancel_manual", { message: await ids("out") }),
      good: async () => ask(agent, "confirm_file", { message: await ids("files") }),
      bad: async () => ask(agent, "reject_file", { message: await ids("files"), kind: "gas" }),
      back: async () => ask(agent, "undo_file", { message: await ids("files") }),
      confirm: async () => ask(agent, "confirm_bill", { call: await ids("calls") }),
      unconfirm: async () => ask(agent, "undo_bill", { call: await ids("calls"), reason: "no" }),
      machine: async () => ask(agent, "undo_machine", { message: await ids("in") }),
      resolve: async () =>
        ask(agent, "resolve_uncertain", { message: await ids("out"), decision: of(["sent", "resend"]) }),
      seen: async () =>
        ask(
          agent,
          "acknowledge",
          of([
            { kind: "message", item: await ids("out") },
            { kind: "attention", item: await ids("attention") },
          ]),
        ),
      settled: async () =>
        ask(agent, "settle_refusal", {
          item: await ids("attention"),
          decision: of(["refusal", "not_refusal", "stop"]),
        }),
      block: async () =>
        ask(admin, "set_contact_blocked", {
          contact: await ids("contacts"),
          blocked: of([true, false, false]),
          reason: "prova",
        }),
      dismiss: async () => ask(agent, "dismiss_contact", { contact: await ids("contacts") }),
      merge: async () =>
        below(3) === 0 &&
        ask(admin, "merge_contacts", {
          loser: await ids("contacts"),
          winner: await ids("contacts"),
          reason: "uno",
        }),
      link: async () => ask(agent, "link_contact", { contact: await ids("contacts"), phone: phone(n()) }),
      split: async () => ask(admin, "split_contact", { merge: await ids("merges"), reason: "due" }),
      anyway: async () =>
        ask(admin, "override_call", {
          call: await ids("calls"),
          decision: of(["send", "dont_send"]),
          lifts: ["cooldown", "already_asked", "refused"],
        }),
      people: async () => {
        const [{ workspace }] = await k.sql<[{ workspace: string }]>`select id as workspace from workspaces`;
        await ask(agent, "change_people", {
          workspace,
          contacts: [await ids("contacts"), await ids("contacts")],
          change: of([{ owner: agent.userId }, { addTag: "a" }, { removeTag: "a" }]),
        });
      },
    };
    const names = Object.keys(steps);
    const often = ["send", "send", "send", "call", "call", "wrote", "file", "minute", "seen"];
    const done: string[] = [];
    for (let step = 0; step < stepsOf; step += 1) {
      const name = step < 8 ? of(["call", "send", "wrote", "minute"]) : of(below(2) === 0 ? often : names);
      done.push(name);
      await steps[name]!();
      if (of([1, 2]) === 1) await k.shift(61_000);
      expect(await stale(k), done.slice(-6).join(" → ")).toEqual([]);
    }
    await k.product.close();
  },
);
