import type { SupabaseClient } from "@supabase/supabase-js";
import { callRpc } from "../../db/call-rpc.ts";
import type { Period } from "./period.ts";

/** People, each step among those of the one before; calls are calls. */
export interface Funnel {
  calls: number;
  called: number;
  asked: number;
  delivered: number;
  read: number;
  answered: number;
  bill: number;
  refused: number;
}
/** Who was asked on a day, by what came of it. */
export interface DayCounts {
  day: string;
  bill: number;
  answered: number;
  waiting: number;
  refused: number;
}
export interface AgentCounts {
  /** Null: of calls that name nobody. */
  agent: string | null;
  calls: number;
  asked: number;
  answered: number;
  bill: number;
  /** How many times somebody answered what a person wrote, and in the middle after how long. */
  replied: number;
  medianSeconds: number | null;
  /** People who wait for us now. */
  waiting: number;
}
export interface HourCount {
  /** 1 is Monday. */
  weekday: number;
  hour: number;
  people: number;
}
export interface TextCounts {
  /** Null: the text was removed. */
  key: string | null;
  /** Null: which it was is not known. */
  version: number | null;
  sent: number;
  answered: number;
  bill: number;
  stopped: number;
}
export interface NumberCounts {
  channels: { id: string; name: string; sent: number; mostInADay: number; dailyLimit: number }[];
  failures: { code: string; count: number }[];
  stops: number;
}

export interface Insights {
  now: string;
  /** Of operators, to choose from. */
  names: string[];
  funnel: Funnel;
  /** Days that have any. */
  days: DayCounts[];
  agents: AgentCounts[];
  hours: HourCount[];
  texts: TextCounts[];
  number: NumberCounts;
  medianSeconds: number | null;
  before: { funnel: Funnel; medianSeconds: number | null } | null;
}

/** All of a period in one round trip. */
export function readInsights(
  client: SupabaseClient,
  workspace: string,
  { from, to, before }: Period,
  { agent, isCompared }: { agent: string | null; isCompared: boolean },
): Promise<Insights> {
  return callRpc(client, "insights", {
    workspace,
    since: from,
    until: to,
    ...(agent === null ? {} : { agent }),
    ...(isCompared ? { before_since: before.from, before_until: before.to } : {}),
  }) as unknown as Promise<Insights>;
}
