import { Broken, type Step } from "../act.ts";
import { type Model, optedOut } from "../model.ts";
import { customerOf } from "../people.ts";
import type { AskRow, CallRow, MessageRow, Rows } from "../rows.ts";

/** Nothing that a later ask would have to make up for. */
const withdrawn = ["do_not_send", "staff_refused", "expired"];

/** Why a call that should be asked after has no message: they opted out, their file is here, or we asked a short while ago. */
const answeredFor = ["opted_out", "blocked", "covered", "bill_received", "cooldown"];

/** One open ask a contact; no waiting ask that should not leave; no call that is silently forgotten. */
export function asks(m: Model, { after }: Step): void {
  const open = new Set<number>();
  for (const row of after.messages) {
    if (row.askOpen && open.has(row.contact))
      throw new Broken("one ask", `contact ${row.contact} has two open asks`);
    if (row.askOpen) open.add(row.contact);
    if (row.status !== "queued") continue;
    if (row.purpose === "consent_notice") {
      oneNotice(after, row);
      continue;
    }
    const who = customerOf(row.recipient!);
    if (optedOut(m, who))
      throw new Broken("I11", `message ${row.id} waits for customer ${who}, who opted out`);
    if (!row.askOpen) throw new Broken("one ask", `message ${row.id} waits, but is no open ask`);
    const call = after.calls.find(({ id }) => id === row.call)!;
    if (!call.decidedToSend && !isResent(m, row.id))
      throw new Broken("decision", `message ${row.id} waits, though its call says ${call.code}`);
    // Staff may ask for more than what came.
    if (call.evidence === "attachment" && call.code !== "staff_send")
      throw new Broken("one ask", `message ${row.id} waits, though the bill of call ${call.name} is here`);
  }
  for (const call of after.calls) {
    noCallForgotten(m, after, call);
    mirrored(after, call);
  }
  for (const ask of after.asks) openAsIts(after, ask);
}

/** A call says what its ask says. */
function mirrored(rows: Rows, call: CallRow): void {
  const own = rows.asks.filter((ask) => ask.call === call.id);
  if (own.length !== 1) throw new Broken("asks", `call ${call.name} has ${own.length} asks`);
  const [{ shouldSend, code, evidence, coveringCall, contact }] = own as [AskRow];
  const [said, told] = [
    [call.shouldSend, call.code, call.evidence, call.coveredBy, call.contact],
    [shouldSend, code, evidence, coveringCall, contact],
  ].map((values) => JSON.stringify(values));
  if (said !== told) throw new Broken("asks", `call ${call.name} says ${said}, and its ask ${told}`);
}

/** An ask is open while one message of it is, and one a contact and purpose. */
function openAsIts(rows: Rows, ask: AskRow): void {
  const open = rows.messages.filter((row) => row.ask === ask.id && row.askOpen);
  if (open.length !== Number(ask.isOpen))
    throw new Broken(
      "asks",
      `ask ${ask.id} is ${ask.isOpen ? "open" : "closed"}, with ${open.length} open messages`,
    );
  const beside = rows.asks.filter(
    (other) => other.isOpen && other.contact === ask.contact && other.purpose === ask.purpose,
  );
  if (ask.isOpen && beside.length > 1) throw new Broken("I2", `contact ${ask.contact} has two open asks`);
}

/** Who asked to stop is told so once; no run is as long as the 30 days after which it may be told again. */
function oneNotice(rows: Rows, notice: MessageRow): void {
  const others = rows.messages.filter(
    ({ id, purpose, recipient }) =>
      id !== notice.id && purpose === "consent_notice" && recipient === notice.recipient,
  );
  if (others.length > 0 || notice.askOpen)
    throw new Broken("one notice", `message ${notice.id} confirms what message ${others[0]?.id} did`);
}

const isResent = (m: Model, message: number) => m.resends.some((r) => r.message === message);

function noCallForgotten(m: Model, rows: Rows, call: CallRow): void {
  const own = rows.messages.filter(({ call: id, purpose }) => id === call.id && purpose === "follow_up");
  if (own.length > 1) throw new Broken("I2", `call ${call.name} has ${own.length} follow-ups`);
  if (call.shouldSend && own.length === 0)
    throw new Broken("decision", `call ${call.name} should send, and has no message`);
  if (!call.ended || !call.decidedToSend || own.length > 0) return;
  if (call.coveredBy === null && !answeredFor.includes(call.code))
    throw new Broken("decision", `call ${call.name} should be asked after, but is ${call.code}`);
  if (call.coveredBy === null) return;
  const covering = rows.messages.find((row) => row.call === call.coveredBy && row.purpose === "follow_up");
  if (covering && ["cancelled", "expired"].includes(covering.status) && withdrawn.includes(covering.code!))
    throw new Broken("one ask", `call ${call.name} is covered by an ask that is ${covering.code}`);
  if (!covering && !m.rows.calls.some(({ id }) => id === call.coveredBy))
    throw new Broken("one ask", `call ${call.name} is covered by nothing`);
}
