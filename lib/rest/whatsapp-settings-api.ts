import * as z from "zod/mini";
import { Problem } from "../base/problem.ts";
import { callRpc } from "../db/call-rpc.ts";
import type { StaffMember } from "../model/staff.ts";
import { readSetting } from "../settings/read-setting.ts";
import { readSettingValue, saveSetting } from "../settings/save-setting.ts";
import { readJson } from "../web/read-json.ts";
import { requireOwnPage } from "../web/require-own-page.ts";
import { type KnownMember, staffMember } from "../web/staff-member.ts";
import { readFields } from "./read-fields.ts";
import { successAnswer } from "./success-answer.ts";

/** What a program may see and set of how messages leave; the others have pages and paths of their own. */
const kinds = ["hours", "cooldown", "reminders", "consent", "machines"] as const;
type Kind = (typeof kinds)[number];

const versions = z.optional(z.record(z.string(), z.int().check(z.gte(0))));

interface Channel {
  id: string;
  name: string;
  vendor: string;
  state: string;
  pauseReason: string | null;
  takesFirstContacts: boolean;
  queued: number;
  pace: Record<string, unknown>;
}

/** `GET /api/whatsapp/settings`: {company, channels, settings: {KIND: {version, value}}}. Never a secret. */
export const getSettings = successAnswer(async (c) => {
  return c.json({ success: true, ...(await whatHolds(await staffMember(c))) });
});

/**
 * `POST` the same: {KIND: value, …, versions?: {KIND: version}}; a version that is named is the one that was read, else the newest is
 * replaced. All values are read before the first is saved. Answers what holds then. Manager and up.
 */
export const postSettings = successAnswer(async (c) => {
  const member = await staffMember(c, "manager");
  requireOwnPage(c);
  const { versions: given, ...values } = await readJson(c);
  const seen = readFields(z.object({ versions }), { versions: given }).versions ?? {};
  const named = Object.keys(values).map(kindOf);
  if (named.length === 0) throw new Problem("bad_request", `Send one of: ${kinds.join(", ")}.`);
  for (const kind of named) readSettingValue(kind, values[kind]);
  for (const kind of named) {
    const version = seen[kind] ?? (await readSetting(member, kind)).version;
    await saveSetting(c.get("services"), member, kind, values[kind], version);
  }
  return c.json({ success: true, ...(await whatHolds(member)) });
});

async function whatHolds(member: KnownMember) {
  const [channels, settings] = await Promise.all([readOwnChannels(member), readSettings(member)]);
  const { company, country, timeZone } = member;
  return { company: { name: company, country, timeZone }, channels, settings };
}

async function readOwnChannels({ client, workspace }: StaffMember) {
  const all = await (callRpc(client, "channel_list", { workspace }) as Promise<Channel[]>);
  return all
    .filter(({ state }) => state !== "retired")
    .map(({ id, name, vendor, state, pauseReason, takesFirstContacts, queued, pace }) => ({
      ...{ id, name, vendor, state, pauseReason, takesFirstContacts, queued, pace },
    }));
}

async function readSettings(member: StaffMember) {
  const read = kinds.map(async (kind) => {
    const { version, value } = await readSetting(member, kind);
    return [kind, { version, value }] as const;
  });
  return Object.fromEntries(await Promise.all(read));
}

function kindOf(word: string): Kind {
  const kind = kinds.find((one) => one === word);
  if (kind) return kind;
  throw new Problem("bad_request", `The field "${word}" is not a setting of these: ${kinds.join(", ")}.`, {
    field: word,
  });
}
