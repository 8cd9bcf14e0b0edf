import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { settings } from "../../lib/settings/settings.ts";
import { Visitor } from "../monitor/visitor.ts";
import { accepted, endedCall, hidden, inbound, type Kit, kit, lid, pdf, phone } from "../support/kit.ts";

/** A text that a machine wrote is kept and shown as such, proves nothing, and a person takes that back with one press. */
let k: Kit;
beforeEach(async () => {
  k = await kit();
  await k.save("reminders", { enabled: true, steps: [{ afterDays: 2, template: "follow_up" }] });
});
afterEach(() => k.product.close());

const away =
  "Grazie per averci contattato! Al momento non siamo disponibili: le risponderemo appena possibile.";
const plain = "Buongiorno, la informiamo che il negozio riapre lunedì mattina alle nove in punto";
const day = 86_400_000;

const now = async () => (await k.product.db.now()).valueOf();
async function writes(text: string, over: { ago?: number; message?: object; key?: object } = {}) {
  const event = inbound(1, text, over) as { data: { messages: Record<string, unknown> } };
  event.data.messages.messageTimestamp = Math.floor(((await now()) - (over.ago ?? 0)) / 1000);
  return k.wa(event);
}
async function asked(id = "c1", providerMessageId = "581") {
  await k.ct(endedCall(1, { call_id: id }));
  const { message } = await k.claim();
  await k.settle(message.id, message.attempt, { ...accepted, providerMessageId });
}
const last = async () =>
  (await k.sql`select * from whatsapp_messages where direction = 'in' order by id desc limit 1`)[0]!;
const evidence = async (id = "c1") => (await k.call(id)).electricity_bill_evidence;
const isOpen = async () => (await k.followUp(1)).ask_open;

describe("a machine's", () => {
  test("the away message of WhatsApp Business, 97 ms after ours: kept, proves nothing, the reminder leaves", async () => {
    await asked();
    await k.shift(97);
    expect(await writes(away)).toMatchObject({ outcome: "processed" });
    expect(await last()).toMatchObject({ body: away, machine_reason: "at_once", evidence: null });
    expect([await evidence(), await isOpen()]).toEqual([null, true]);
    await k.shift(2 * day + 60_000);
    await k.product.tick();
    expect(await k.sql`select from whatsapp_messages where purpose = 'reminder'`).toHaveLength(1);
  });

  test.each([
    ["within the second", 300, 0],
    ["two seconds later", 2_000, 0],
    ["heard an hour later, by its vendor's time", 3_600_000, 3_599_000],
  ])("words on no list, %s", async (_what, wait, ago) => {
    await k.shift(500);
    await asked();
    await k.shift(wait);
    await writes(plain, { ago });
    expect((await last()).machine_reason).toBe("at_once");
    expect(await isOpen()).toBe(true);
  });

  test("while our call to the provider still runs", async () => {
    await k.ct(endedCall(1, { call_id: "c1" }));
    await k.claim();
    await k.shift(4_000);
    await writes(plain);
    expect((await last()).machine_reason).toBe("at_once");
  });

  test("to what a colleague typed on the phone", async () => {
    await asked();
    await k.shift(3_600_000);
    await k.wa({
      event: "messages.upsert",
      data: {
        messages: [
          {
            key: { id: "3EB0TYPED1", fromMe: true, remoteJid: `${phone(1).slice(1)}@s.whatsapp.net` },
            messageTimestamp: Math.floor((await now()) / 1000),
            message: { conversation: "Ha visto il mio messaggio?" },
          },
        ],
      },
    });
    await k.shift(1_000);
    await writes(plain);
    expect((await last()).machine_reason).toBe("at_once");
    expect(await isOpen()).toBe(true);
  });

  test("the same long words to a second ask, not those that a person sends twice in a row", async () => {
    await asked();
    await k.shift(60_000);
    await writes(plain);
    await k.shift(60_000);
    await writes(plain);
    expect((await last()).machine_reason).toBeNull();
    await k.shift(2 * day);
    await asked("c2", "582");
    await k.shift(60_000);
    await writes(`${plain.toUpperCase()}!!`);
    expect(await last()).toMatchObject({ machine_reason: "repeated", evidence: null });
    expect(await evidence("c2")).toBeNull();
  });

  test.each([
    "Grazie per il messaggio. Al momento non possiamo rispondere, ma lo faremo il prima possibile.",
    "Grazie per aver contattato Ferramenta Rossi! Facci sapere come possiamo aiutarti.",
    "Gentile cliente, i nostri uffici sono chiusi. Riapriamo lunedì.",
    "QUESTO È UN MESSAGGIO AUTOMATICO: la preghiamo di non rispondere",
    "Thank you for your message. We're unavailable right now, but will respond as soon as possible.",
    "Thank you for contacting Rossi Srl! Please let us know how we can help you.",
  ])("listed, ten minutes later: %s", async (text) => {
    await asked();
    await k.shift(600_000);
    await writes(text);
    expect(await last()).toMatchObject({ machine_reason: "listed", evidence: null });
    expect(await isOpen()).toBe(true);
  });

  test("by the company's own phrase, and no longer by one that was taken away", async () => {
    await k.save("machines", { phrases: ["il negozio … Lunedì mattina"] });
    await asked();
    await k.shift(600_000);
    await writes(plain);
    expect((await last()).machine_reason).toBe("listed");
    await writes(away);
    expect((await last()).machine_reason).toBeNull();
  });

  test("it does not settle a WhatsApp call that waits to be looked at", async () => {
    await asked();
    await k.shift(60_000);
    await k.sql`select app.note_attention(m.workspace_id, m.contact_id, 'whatsapp_call', app.now())
      from whatsapp_messages m where purpose = 'follow_up'`;
    await k.shift(60_000);
    await writes(away);
    expect(await k.sql`select settled_at from attention`).toEqual([{ settled_at: null }]);
  });

  test("from a hidden number, once we know whose it is", async () => {
    await asked();
    await k.shift(300);
    const event = hidden(1, plain) as { data: { messages: Record<string, unknown> } };
    event.data.messages.messageTimestamp = Math.floor((await now()) / 1000);
    await k.wa(event);
    expect((await last()).machine_reason).toBeNull();
    await k.shift(600_000);
    await writes("Sì", { key: { senderLid: lid } });
    expect(await k.sql`select machine_reason, evidence from whatsapp_messages where body = ${plain}`).toEqual(
      [{ machine_reason: "at_once", evidence: null }],
    );
  });
});

describe("a person's", () => {
  test.each([
    ["a short answer at once", "Ok, gliela mando subito", 500, {}],
    ["a tap or a quote at once", plain, 500, { message: quoting(plain) }],
    ["a file at once", "", 500, { message: pdf }],
    ["a long answer three seconds later", plain, 3_100, {}],
    ["a long answer a minute later", plain, 60_000, {}],
    [
      "thanks, and the bill",
      "Grazie per averci contattato, le mando subito la bolletta di ottobre",
      60_000,
      {},
    ],
    ["not now", "Adesso sono in riunione, le rispondo appena posso con la bolletta", 60_000, {}],
    ["a question", "Al momento non siamo in ufficio, va bene se la mando domani mattina?", 60_000, {}],
    ["English", "Thanks for contacting me, I will send you the bill as soon as possible", 60_000, {}],
  ])("%s", async (_what, text, wait, over) => {
    await asked();
    await k.shift(wait);
    await writes(text, over);
    expect((await last()).machine_reason).toBeNull();
    expect([await evidence(), await isOpen()]).toEqual([
      _what.includes("file") ? "attachment" : "reply",
      false,
    ]);
  });

  test("who was writing already when ours left", async () => {
    await writes("Buongiorno signora");
    await k.shift(20_000);
    await asked();
    await k.shift(500);
    await writes("Dicevo che la bolletta arriva la settimana prossima");
    expect((await last()).machine_reason).toBeNull();
  });

  test("a stop is heard, however fast it comes", async () => {
    await asked();
    await k.shift(97);
    await writes("La prego di non scrivermi più e di cancellarmi dalla lista");
    expect(await last()).toMatchObject({ is_stop: true, machine_reason: null });
    await writes("Non mi scrivete più, grazie");
    expect((await k.sql`select opted_out_at from contacts`)[0]!.opted_out_at).not.toBeNull();
  });

  test("who wrote before the ask left", async () => {
    await k.shift(5_000);
    await asked();
    await writes(plain, { ago: 4_000 });
    expect((await last()).machine_reason).toBeNull();
  });
});

describe("a person wrote this", () => {
  async function pressed(role: "agent" | null = "agent") {
    const visitor = new Visitor(k.product.doors.monitor);
    if (role) await visitor.signIn(await k.product.db.createStaff({ role }));
    return visitor;
  }

  test("one press: it counts as of when it was written, is logged, and its words are a person's from then on", async () => {
    await asked();
    await k.shift(97);
    await writes(plain);
    const machine = await last();
    await k.shift(3_600_000);
    const visitor = await pressed();
    const call = Number((await k.call("c1")).id);
    for (const path of [
      "/monitor/diagnostics",
      `/monitor/contacts/${machine.contact_id}`,
      `/monitor/calls/${call}`,
    ]) {
      for (const [language, words] of [
        ["it", ["risposta automatica", "entro due secondi", "L&#39;ha scritto una persona"]],
        ["en", ["automatic reply", "within two seconds", "A person wrote this"]],
      ] as const) {
        const text = await (await visitor.get(path, { "accept-language": language })).text();
        for (const word of words) expect([path, word, text.includes(word)]).toEqual([path, word, true]);
      }
    }
    const path = `/monitor/messages/${machine.id}/person?from=calls/${call}`;
    const answer = await visitor.post(path, [], { origin: "http://aftercall.test" });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, `/monitor/calls/${call}`]);
    expect(await k.call("c1")).toMatchObject({
      electricity_bill_evidence: "reply",
      electricity_bill_received_at: machine.written_at,
    });
    expect(await isOpen()).toBe(false);
    expect(await k.sql`select action, subject_id from audit_log where action = 'machine_undone'`).toEqual([
      { action: "machine_undone", subject_id: String(machine.id) },
    ]);
    await visitor.post(path, [], { origin: "http://aftercall.test" });
    expect(await k.sql`select from audit_log where action = 'machine_undone'`).toHaveLength(1);

    await k.shift(2 * day);
    await asked("c2", "582");
    await k.shift(97);
    await writes(plain);
    expect(await last()).toMatchObject({ machine_reason: null, evidence: "reply" });
    const shown = await (
      await visitor.get(`/monitor/contacts/${machine.contact_id}`, { "accept-language": "en" })
    ).text();
    expect(shown).toContain("A colleague: a person wrote this");
  });

  test("nobody else's, and not by a stranger", async () => {
    await asked();
    await writes(away);
    const { id } = await last();
    const stranger = await pressed(null);
    await stranger.post(`/monitor/messages/${id}/person`, [], { origin: "http://aftercall.test" });
    const other = await k.product.db.createStaff({ workspace: null });
    const { error } = await other.client.rpc("undo_machine", { message: Number(id) });
    expect(error?.code).toBe("42501");
    expect((await last()).machine_undone_at).toBeNull();
  });
});

describe("the list", () => {
  test("is compared in SQL in the form in which TypeScript keeps it", async () => {
    for (const text of [
      "L’ufficio è CHIUSO; perché?",
      "*Straße* – Größe",
      "Ferie  dal 3/8",
      "Łódź ÅÉÎ 🙂 ok",
    ]) {
      const { phrases } = settings.machines.parse({ phrases: [`${text} e così via`] });
      const [row] = await k.sql`select app.machine_key(${`${text} e così via`}) as key`;
      expect([row!.key]).toEqual(phrases);
    }
  });

  test.each(["grazie", "ok va bene", "… …", "!!!"])("takes no phrase that people write: %s", (text) => {
    expect(() => settings.machines.parse({ phrases: [text] })).toThrow();
  });
});

function quoting(text: string): object {
  return {
    extendedTextMessage: { text, contextInfo: { stanzaId: "3EB0ASK", participant: "390000@s.whatsapp.net" } },
  };
}
