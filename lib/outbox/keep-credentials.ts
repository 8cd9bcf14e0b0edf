import { Problem } from "../base/problem.ts";
import { seal } from "../base/seal.ts";
import { callRpc } from "../db/call-rpc.ts";
import type { StaffMember } from "../model/staff.ts";
import type { Services } from "../services.ts";
import { capabilitiesWith } from "../vendors/lazy-provider.ts";
import type { Credentials } from "../vendors/vendor.ts";
import { sealContext } from "./channel-access.ts";
import { type ChannelVendor, firstPace } from "./channel-vendors.ts";

type Tools = Pick<Services, "db" | "config">;

/** What was typed as this vendor's credentials, or the names of those that are missing or malformed. */
export function readCredentials(
  { numbers }: ChannelVendor,
  typed: (name: string) => string,
): { credentials: Credentials } | { wrong: string[] } {
  const credentials: Record<string, string> = {};
  const wrong: string[] = [];
  for (const { name, schema, isOptional } of numbers.credentials) {
    const text = typed(name).trim();
    if (text === "" && isOptional) continue;
    const read = schema._zod.run({ value: text, issues: [] }, { async: false });
    if (read instanceof Promise || read.issues.length > 0) wrong.push(name);
    else credentials[name] = read.value as string;
  }
  return wrong.length > 0 ? { wrong } : { credentials };
}

/** Makes a channel with these credentials, for an admin; answers its id. Throws Problem: `conflict` for an account that is taken. */
export async function addChannel(
  tools: Tools,
  member: StaffMember,
  vendor: ChannelVendor,
  { name, credentials }: { name: string; credentials: Credentials },
): Promise<string> {
  const id = crypto.randomUUID();
  const channel = {
    id,
    workspace: member.workspace,
    vendor: vendor.name,
    name,
    account: vendor.numbers.account(credentials),
    capabilities: capabilitiesWith(vendor.numbers, credentials),
    sealed: sealed(tools, id, credentials),
    pace: firstPace(vendor.numbers),
  };
  await callRpc(tools.db, "add_channel", { channel, actor: member.userId });
  return id;
}

/** Other credentials from the next send on, for an admin. */
export async function changeCredentials(
  tools: Tools,
  member: StaffMember,
  vendor: ChannelVendor,
  channel: string,
  credentials: Credentials,
): Promise<void> {
  await callRpc(tools.db, "set_channel_credentials", {
    channel,
    sealed: sealed(tools, channel, credentials),
    account: vendor.numbers.account(credentials),
    actor: member.userId,
  });
}

function sealed({ config }: Tools, channel: string, credentials: Credentials): string {
  if (config.channelKeys.length === 0) {
    throw new Problem(
      "not_configured",
      "CHANNEL_KEYS is not set: put name:base64 of 32 random bytes in the environment.",
    );
  }
  return seal(config.channelKeys, JSON.stringify(credentials), sealContext(channel));
}
