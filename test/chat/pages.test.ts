import { afterEach, beforeEach, expect, test } from "vitest";
import { document } from "../media/stage.ts";
import { accepted, echo, endedCall, hidden, inbound, phone } from "../support/kit.ts";
import { itemOf, rowOf, type Stage, stage, visitorOf, words } from "./stage.ts";

let s: Stage;
beforeEach(async () => {
  s = await stage();
});
afterEach(() => s.close());

const row = async (n: number) => words(rowOf(await s.page("/monitor?view=all"), await s.contactOf(n)));
const thread = async (n: number) => s.page(`/monitor/c/${await s.contactOf(n)}`);
const messageOf = async (body: string) =>
  Number((await s.k.sql`select id from whatsapp_messages where body = ${body}`)[0]!.id);

test("a row of each state says what is next, in a word or two", async () => {
  await s.k.ct(endedCall(1));
  expect(await row(1)).toMatch(/^CL Cliente 1 \d\d:\d\d in coda: Buongiorno.* in coda$/);
  const { message } = await s.k.claim();
  await s.k.settle(message.id, message.attempt, accepted);
  await s.k.shift(60_000);
  expect(await row(1)).toMatch(/preso in carico: Buongiorno.* inviato$/);
  await s.k.shift(2 * 86_400_000);
  expect(await row(1)).toMatch(/ inviato, 3° giorno$/);
  await s.k.wa(inbound(1, "le va bene agosto?"));
  // Unread: the count says it; read: for how long they have waited.
  expect(await row(1)).toMatch(/le va bene agosto\? 1 1 non letto$/);
  await thread(1);
  await s.k.shift(3 * 3_600_000);
  expect(await row(1)).toMatch(/le va bene agosto\? 3 h$/);
  await s.k.wa(inbound(1, "", { message: document() }));
  await thread(1);
  expect(await row(1)).toMatch(/bolletta-ottobre\.pdf bolletta$/);
  await s.rpc("work_conversation", { contact: await s.contactOf(1), change: { handled: true } });
  expect(await row(1)).toMatch(/ bolletta$/);
  const call = Number((await s.k.call("900000001")).id);
  await s.rpc("confirm_bill", { call });
  expect(await row(1)).toMatch(/ bolletta ok$/);
  await s.rpc("work_conversation", { contact: await s.contactOf(1), change: { closed: true } });
  expect(await row(1)).toMatch(/ chiusa$/);
});

test("problems are named; who said stop has an outline beside the state", async () => {
  await s.k.ct(endedCall(1));
  const { message } = await s.k.claim();
  await s.k.settle(message.id, message.attempt, { kind: "uncertain", code: "timeout", message: "?" });
  expect(await row(1)).toMatch(/Non sappiamo se il messaggio è arrivato incerto$/);
  await s.k.shift(60_000);
  await s.k.ct(endedCall(2));
  const { message: other } = await s.k.claim();
  await s.k.settle(other.id, other.attempt, { kind: "failed", code: "not_on_whatsapp", message: "no" });
  expect(await row(2)).toMatch(/Il numero non è su WhatsApp non su WhatsApp$/);
  await s.k.shift(60_000);
  await s.asked(3);
  await s.k.wa(inbound(3, "Non mi interessa, grazie"));
  expect(await row(3)).toMatch(/sembra un no 1 1 non letto$/);
  await s.k.wa(hidden(9, "Salve, sono Lucia"));
  const page = await s.page("/monitor?view=problem");
  expect(words(page)).toMatch(/Salve, sono Lucia chi è\?/);
  expect(words(page)).toContain("Problemi 4");
  await s.k.shift(60_000);
  await s.asked(4);
  await s.k.wa(inbound(4, "STOP"));
  expect(await row(4)).toContain("non scrivere");
});

test("views count, filter and search; each empty one says why", async () => {
  expect(words(await s.page("/monitor"))).toContain("Primi passi");
  expect(words(await s.page("/monitor?view=problem"))).toContain("Nessun problema.");
  expect(words(await s.page("/monitor?q=zzz"))).toMatch(
    /Con «zzz».*Nessuno con «zzz»\. Scrivi a un numero nuovo/,
  );
  await s.asked(1);
  await s.asked(2);
  expect(words(await s.page("/monitor"))).toContain(
    "Hai risposto a tutti. 2 persone devono ancora rispondere.",
  );
  await s.k.wa(inbound(1, "le va bene la bolletta di agosto?"));
  const [one, two] = [await s.contactOf(1), await s.contactOf(2)];
  const list = await s.page("/monitor");
  expect(words(list)).toContain("Da rispondere 1");
  expect(words(list)).toMatch(/1 nuova da \d\d:\d\d/);
  expect(list).not.toContain(`row-${two}`);
  expect(words(await s.page("/monitor"))).toContain("In attesa 1");
  for (const q of ["agosto", "1 cliente", "333 100 0001"])
    expect(await s.page(`/monitor?q=${encodeURIComponent(q)}`)).toContain(`row-${one}`);
  await s.rpc("work_conversation", { contact: two, change: { owner: s.staff.userId, tags: ["agri"] } });
  expect(await s.page("/monitor?view=mine")).toContain(`row-${two}`);
  expect(await s.page("/monitor?view=all&tag=agri")).not.toContain(`row-${one}`);
  expect(await s.page(`/monitor?view=all&owner=${s.staff.userId}`)).not.toContain(`row-${one}`);
  // The way back keeps the view.
  expect(await s.page(`/monitor/c/${two}?view=mine`)).toContain('href="/monitor?view=mine"');
});

test("opening reads, on every device; what a browser fetches ahead does not", async () => {
  await s.asked(1);
  await s.k.wa(inbound(1, "eccomi"));
  await s.k.wa(inbound(1, "ci siete?"));
  const contact = await s.contactOf(1);
  await s.page(`/monitor/c/${contact}`, { "sec-purpose": "prefetch;prerender" });
  expect(await row(1)).toContain("2 non letti");
  await s.page(`/monitor/c/${contact}`);
  expect(await row(1)).not.toContain("non letti");
  await s.k.wa(inbound(1, "scusi?"));
  const page = await s.page(`/monitor/c/${contact}`);
  expect(page.indexOf('id="new-mark"')).toBeLessThan(page.indexOf(`id="m-${await messageOf("scusi?")}"`));
  expect(page.indexOf('id="new-mark"')).toBeGreaterThan(
    page.indexOf(`id="m-${await messageOf("ci siete?")}"`),
  );
  const colleague = await visitorOf(s.k, await s.k.product.db.createStaff());
  expect(await (await colleague.get("/monitor")).text()).toContain("3 unread");
});

test("the thread: call, ask, answer, quote, edit, deletion, note, and what was typed on the phone", async () => {
  await s.asked(1, { agent_first_name: "Samuela", agent_last_name: "Riva", talking_time: "312" });
  const contact = await s.contactOf(1);
  await s.k.wa(inbound(1, "le va bene agosto?", { id: "IN1" }));
  await s.k.wa(echo(1, "OUT1", "Sì, va bene"));
  await s.k.wa(
    inbound(1, "perfetto", {
      message: { extendedTextMessage: { text: "perfetto", contextInfo: { stanzaId: "OUT1" } } },
    }),
  );
  await s.rpc("add_note", { contact, body: "la visura serve?", mentions: [] });
  await s.k.sql`update whatsapp_messages set deleted_at = app.now() where body = 'le va bene agosto?'`;
  await s.k.sql`insert into whatsapp_reactions (workspace_id, message_id, direction, emoji, reacted_at)
    select workspace_id, id, 'in', '👍', app.now() from whatsapp_messages where body = 'Sì, va bene'`;
  const page = await thread(1);
  expect(words(page)).toMatch(/\d\d:\d\d · Samuela Riva ha chiamato, 5 min 12 s/);
  expect(words(itemOf(page, `m-${await messageOf("le va bene agosto?")}`))).toContain(
    "ha eliminato questo messaggio le va bene agosto?",
  );
  const typed = words(itemOf(page, `m-${await messageOf("Sì, va bene")}`));
  expect(typed).toMatch(/^Noi: Sì, va bene scritto dal telefono · \d\d:\d\d .*👍$/);
  expect(words(itemOf(page, `m-${await messageOf("perfetto")}`))).toMatch(
    /^Cliente: Noi Sì, va bene perfetto/,
  );
  expect(words(page)).toMatch(/la visura serve\? nota · tu · \d\d:\d\d/);
  expect(words(page)).toContain("richiesta bolletta");
});

test("a call without a message says why when it is asked", async () => {
  await s.asked(1);
  await s.k.ct(endedCall(1, { call_id: "c2", talking_time: "41" }));
  const page = await thread(1);
  const call = Number((await s.k.call("c2")).id);
  expect(words(itemOf(page, `call-${call}`))).toMatch(/41 s · nessun messaggio: perché\? .*Già chiesto/);
});

test("what is in doubt, failed, queued or looks like a no is settled in the thread, and leads back there", async () => {
  await s.k.ct(endedCall(1));
  const contact = await s.contactOf(1);
  const here = `/monitor/c/${contact}?view=problem`;
  const call = Number((await s.k.call("900000001")).id);
  const queued = await s.page(here);
  expect(queued).toContain(`action="/monitor/calls/${call}/override?next=${encodeURIComponent(here)}"`);
  const off = await s.visitor.post(`/monitor/calls/${call}/override?next=${encodeURIComponent(here)}`, {
    decision: "dont_send",
  });
  expect([off.status, off.headers.get("location")]).toEqual([303, here]);
  const undo = await s.page(here);
  expect(undo).toContain('name="lifts" value="staff_refused"');
  expect(words(undo)).toMatch(/Non verrà inviato\. Annulla/);
  const [, action = ""] = /<form class="toast" method="post" action="([^"]+)"/.exec(undo)!;
  await s.visitor.post(action.replaceAll("&amp;", "&"), { decision: "send", lifts: "staff_refused" });
  await s.k.shift(60_000);
  const { message } = await s.k.claim();
  await s.k.settle(message.id, message.attempt, { kind: "uncertain", code: "timeout", message: "?" });
  const doubt = words(itemOf(await s.page(here), `m-${message.id}`));
  expect(doubt).toContain("È arrivato Non è arrivato, rimanda");
  const settled = await s.visitor.post(
    `/monitor/messages/${message.id}/resolve?next=${encodeURIComponent(here)}`,
    { decision: "sent" },
  );
  expect(settled.headers.get("location")).toBe(here);
  await s.k.shift(60_000);
  await s.k.wa(inbound(1, "Non mi interessa"));
  const page = await s.page(here);
  expect(words(page)).toMatch(/Sembra un no .* Non scrivere più Non è un no: continua/);
});

test("older pages, a merged person, a stranger's id, and nobody's", { timeout: 60_000 }, async () => {
  await s.asked(1);
  const contact = await s.contactOf(1);
  for (let n = 0; n < 55; n++) await s.k.wa(inbound(1, `parola ${n}`));
  const page = await s.page(`/monitor/c/${contact}`);
  expect(page).toContain("parola 54");
  expect(page).not.toContain(">parola 2<");
  const until = /hx-get="\/monitor\/c\/\d+\/older\?until=(\d+)"/.exec(page)![1];
  expect(await s.page(`/monitor/c/${contact}/older?until=${until}`)).toContain(">parola 2<");
  expect(await s.page(`/monitor/c/${contact}?until=${until}`)).toContain(">parola 2<");
  await s.asked(2);
  await s.k.sql`update contacts set merged_into = ${contact} where id = ${await s.contactOf(2)}`;
  const moved = await s.visitor.get(`/monitor/c/${await s.contactOf(2)}?view=all`);
  expect([moved.status, moved.headers.get("location")]).toEqual([303, `/monitor/c/${contact}?view=all`]);
  const none = await s.visitor.get("/monitor/c/999999", { "accept-language": "it" });
  expect([none.status, words(await none.text())]).toEqual([404, expect.stringContaining("non c'è niente")]);
  const stranger = await s.k.product.db.createStaff({ workspace: null });
  const outside = await visitorOf(s.k, stranger);
  expect((await outside.get(`/monitor/c/${contact}`)).status).toBe(403);
});

test("what a customer controls is text, wherever it stands", async () => {
  const evil = `"><img src=x onerror=alert(1)></li><hx-partial hx-target="#rows">'`;
  await s.asked(1, { contact_name: evil, company: evil, agent_first_name: evil, disposition: evil });
  await s.k.wa(inbound(1, evil, { id: "EVIL" }));
  await s.k.wa(inbound(1, "", { message: document({ fileName: `${evil}.pdf`, caption: evil }) }));
  await s.k.wa(
    inbound(1, evil, {
      message: { extendedTextMessage: { text: evil, contextInfo: { stanzaId: "EVIL" } } },
    }),
  );
  const contact = await s.contactOf(1);
  await s.rpc("add_note", { contact, body: evil, mentions: [] });
  await s.rpc("work_conversation", { contact, change: { tags: ["<b>x</b>"] } });
  for (const path of [
    "/monitor?view=all",
    `/monitor?q=${encodeURIComponent(evil)}`,
    `/monitor/c/${contact}`,
    `/monitor/c/${contact}/person`,
  ]) {
    const page = await s.page(path);
    expect(page).not.toMatch(/<img src=x|<b>x|<hx-partial/i);
  }
  expect(words(await s.page(`/monitor/c/${contact}`))).toContain(phone(1).slice(3, 6));
});
