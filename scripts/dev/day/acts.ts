import { callBody, fileContent, messageBody, whatsappId } from "./bodies.ts";
import { type DayFile, dayFile, voiceNote } from "./day-files.ts";
import type { DayTimes } from "./day-times.ts";
import type { DayWorld } from "./day-world.ts";
import type { Act, MemberKey, Operator, Story } from "./story.ts";

/** A person of a story, with what WhatsApp knows of them. */
export interface Somebody {
  story: Story;
  number: number;
  phone: string | null;
  lid: string;
}

export function somebody(story: Story, number: number): Somebody {
  return {
    story,
    number,
    phone: story.lid ? null : (story.phone ?? `+39320000${String(1_000 + number)}`),
    lid: story.lid ?? `1846209133${String(10_000 + number)}@lid`,
  };
}

/** What each act of a story does at its time. */
export function acts(world: DayWorld, times: DayTimes) {
  let calls = 0;
  return { call, perform };

  async function call(who: Somebody, operator: Operator, seconds: number, missed = false): Promise<void> {
    const { name, company } = who.story;
    calls += 1;
    await world.postCloudtalk(
      callBody({
        id: 710_000_000 + Math.floor(times.end.getTime() / 60_000_000) * 100 + calls,
        phone: who.phone!,
        name,
        company,
        agent: world.members[operator],
        endedAt: world.now,
        talkingSeconds: seconds,
        missed,
      }),
    );
  }

  async function perform(who: Somebody, act: Act): Promise<void> {
    if ("call" in act) return call(who, act.call, act.seconds, act.missed);
    if ("says" in act) return world.postWasender(messageBody(sender(who), world.now, act.says));
    if ("voice" in act) return sendFile(who, voiceNote(), { seconds: act.voice });
    if ("file" in act) {
      const file = dayFile(act.file, who.story.company ?? who.story.name, who.number, act.name);
      return sendFile(who, file, { caption: act.caption });
    }
    return staff(who, act);
  }

  async function sendFile(who: Somebody, file: DayFile, more: { caption?: string; seconds?: number }) {
    const id = whatsappId();
    world.vendors.offer(id, file);
    const content = fileContent(file, id, more);
    await world.postWasender(messageBody(sender(who), world.now, more.caption ?? "", content, id));
  }

  async function staff(who: Somebody, act: Extract<Act, { by: MemberKey }>): Promise<void> {
    const contact = await contactOf(who);
    if ("writes" in act) {
      const sent = await world.as<{ sent: boolean; reason?: string }>(act.by, "send_manual", {
        contact,
        body: act.writes,
        key: crypto.randomUUID(),
      });
      if (!sent.sent) throw new Error(`${who.story.name} could not be written to: ${sent.reason}`);
    } else if ("notes" in act) {
      const mentions = (act.mentions ?? []).map((key) => world.members[key].id);
      await world.as(act.by, "add_note", { contact, body: act.notes, mentions });
    } else if ("change" in act) {
      await world.as(act.by, "work_conversation", { contact, change: act.change });
    } else if ("callsBack" in act) {
      await world.as(act.by, "work_conversation", { contact, change: { callBackAt: callBackAt(times) } });
    } else {
      const message = await fileOf(contact);
      if ("confirms" in act) await world.as(act.by, "confirm_file", { message });
      else await world.as(act.by, "reject_file", { message, kind: act.rejects });
    }
  }

  async function contactOf({ phone, lid }: Somebody): Promise<number> {
    const [row] = await world.database.query<{ id: string }>(
      "select contact_id::text as id from contact_identities where value = $1",
      [phone ?? lid],
    );
    return Number(row!.id);
  }

  /** The newest that this person sent. */
  async function fileOf(contact: number): Promise<number> {
    const [row] = await world.database.query<{ id: string }>(
      `select id::text from whatsapp_messages where contact_id = $1::text::bigint and direction = 'in'
       and kind in ('image', 'document') order by id desc limit 1`,
      [String(contact)],
    );
    return Number(row!.id);
  }
}

function sender({ phone, lid, story }: Somebody) {
  return { phone, lid, name: story.name };
}

/** This afternoon at three; where that is over, in half an hour. */
function callBackAt({ end, at }: DayTimes): string {
  const three = new Date(at("oggi 08:00").getTime() + 7 * 3_600_000);
  const soon = new Date(end.getTime() + 1_800_000);
  return (three > end ? three : soon).toISOString();
}
