import { Broken, type Step } from "../act.ts";
import { attemptsOf, type Model } from "../model.ts";
import { customerOf } from "../people.ts";
import type { Rows } from "../rows.ts";

const asked = ["sending", "uncertain", "accepted", "sent", "delivered", "read"];
const day = 24 * 3_600_000;

/** No ask within 24 h of another, and none once the bill is in, unless a person wants it. */
export function cooldown(m: Model, { before, after }: Step): void {
  const wasAsked = (rows: Rows, message: number) =>
    rows.messages.some(
      ({ id, purpose, status }) => id === message && purpose === "follow_up" && asked.includes(status),
    );
  for (const row of after.messages) {
    if (
      row.purpose !== "follow_up" ||
      row.status !== "queued" ||
      before.messages.some(({ id }) => id === row.id)
    )
      continue;
    const call = after.calls.find(({ id }) => id === row.call)!;
    if (call.code === "staff_send") continue;
    const who = customerOf(row.recipient!);
    for (const other of before.messages) {
      if (other.purpose !== "follow_up" || customerOf(other.recipient!) !== who) continue;
      const last = attemptsOf(m, other.id).findLast(({ known }) => known !== "not_sent");
      if (last && last.claimedAt > m.now - day && wasAsked(before, other.id) && wasAsked(after, other.id))
        throw new Broken(
          "cooldown",
          `message ${row.id} asks ${m.now - last.claimedAt} ms after message ${other.id}`,
        );
    }
    const proof = before.calls.find(
      ({ id, contact, evidence }) =>
        id !== call.id && contact === call.contact && ["attachment", "confirmed"].includes(evidence ?? ""),
    );
    if (proof)
      throw new Broken("cooldown", `message ${row.id} asks for the bill that call ${proof.name} has`);
  }
}
