import { Problem } from "../../../base/problem.ts";
import { callRpc } from "../../../db/call-rpc.ts";
import type { NumberQuality, NumberStanding } from "../../../model/domain-value.ts";
import type { StaffMember } from "../../../model/staff.ts";
import type { ChannelPace } from "../../../settings/channel-pace.ts";

export interface ChannelStanding {
  /** E.164. */
  number: string | null;
  quality: NumberQuality | null;
  /** People who may be written to first in 24 hours; null, once it was told: no limit. */
  limit: number | null;
  limitAt: string | null;
  standing: NumberStanding | null;
  /** ISO 8601. */
  standingAt: string | null;
  qualityAt: string | null;
  /** The vendor's words with the last of these. */
  detail: string | null;
  isAtRisk: boolean;
}

/** A channel as its settings show it: never its credentials. */
export interface ListedChannel {
  id: string;
  name: string;
  vendor: string;
  account: string | null;
  state: "active" | "paused" | "retired";
  pauseReason: string | null;
  /** ISO 8601. */
  pausedAt: string | null;
  connectionStatus: string | null;
  /** When the vendor said so last. ISO 8601. */
  connectionStatusAt: string | null;
  /** Until then it may answer and may begin no chats; null: it may. ISO 8601. */
  beginLockedUntil: string | null;
  beginLockedAt: string | null;
  /** The vendor's words. */
  beginLockDetail: string | null;
  /** Its credentials are those of the environment. */
  isEnvironment: boolean;
  takesFirstContacts: boolean;
  /** Customers see when they were read; null where the vendor cannot show it. */
  showsRead: boolean | null;
  credentialsSetAt: string | null;
  credentialsSetBy: string | null;
  retiredAt: string | null;
  retiredBy: string | null;
  /** How the vendor says that it stands; null where it never did. */
  standing: ChannelStanding | null;
  /** Messages that wait on it. */
  queued: number;
  pace: ChannelPace;
}

/** Those in use first, then the retired ones. */
export function readChannels({
  client,
  workspace,
}: Pick<StaffMember, "client" | "workspace">): Promise<ListedChannel[]> {
  return callRpc(client, "channel_list", { workspace }) as Promise<ListedChannel[]>;
}

/** The one with this id. Throws Problem `not_found`. */
export function channelIn(channels: ListedChannel[], id: string | undefined): ListedChannel {
  const channel = channels.find((one) => one.id === id);
  if (channel) return channel;
  throw new Problem("not_found", "There is no such channel.");
}
