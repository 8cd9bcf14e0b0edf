import type { SupabaseClient } from "@supabase/supabase-js";
import { callRpc } from "../db/call-rpc.ts";
import type { DomainValue } from "../model/domain-value.ts";
import { dispatch } from "../outbox/dispatch.ts";
import type { Services } from "../services.ts";
import type { FieldMapping } from "../vendors/cloudtalk/field-mapping.ts";
import { isToldElsewhere } from "../vendors/cloudtalk/is-told-elsewhere.ts";
import { type Readers, readersOf } from "./readers.ts";
import { knownSecrets } from "./receive-delivery.ts";
import { replayDeliveries } from "./replay-deliveries.ts";
import { type KeptDelivery, replayReading } from "./replay-reading.ts";
import type { ReplayOutcome } from "./replay-report.ts";
import { emptyReread, type RereadOutcome, type RereadReport, rereadIn } from "./reread-report.ts";

/** What `take_for_reread` answers of one delivery. */
interface Taken {
  kept: KeptDelivery;
  /** Everything that told of its call, itself too. */
  told: number[];
  others: KeptDelivery[];
  /** Of the mapping that holds. */
  version: number;
  fields: FieldMapping;
  /** What it was read with. */
  mappingVersion: number | null;
  oldFields: FieldMapping;
}

interface Reread {
  outcome: RereadOutcome | "outdated";
  call?: number | null;
  channels: string[];
}

/** Bodies may have 4 MiB each, and each brings what else told of its call. */
const bunch = 20;
/** What is not begun by then is left for another press, ms: a person waits for the answer. */
const budgetMs = 15_000;

/**
 * Reads deliveries again with the field mapping that holds now, oldest first, for this manager: the calls that they told of
 * say what they say then, and are decided anew where nobody was asked. What had no effect is tried again.
 *
 * For who is not in their workspace, and for who manages none, there are none.
 */
export async function rereadDeliveries(
  services: Services,
  { client, userId: staff }: { client: SupabaseClient; userId: string },
  ids: readonly number[],
): Promise<RereadReport> {
  const { config, log, db } = services;
  const tools = { defaultCountry: config.defaultCountry, log, secrets: knownSecrets(services) };
  let readers: Readers = {};
  const deadline = performance.now() + budgetMs;
  const all = [...new Set(ids)].toSorted((a, b) => a - b);
  const report = emptyReread();
  const channels = new Set<string>();
  let hidden = 0;
  try {
    for (let at = 0; at < all.length && performance.now() < deadline; at += bunch) {
      const wanted = all.slice(at, at + bunch);
      const taken = await (callRpc(db, "take_for_reread", { ids: wanted, staff }) as Promise<Taken[]>);
      hidden += wanted.length - taken.length;
      const read = taken.flatMap(({ kept, others }) => [kept, ...others]);
      const sources = read.map(({ source }) => source);
      readers = await readersOf(services.vendors, sources);
      await rereadBunch(taken);
    }
  } catch (error) {
    if (rereadIn(report) === 0) throw error;
    log.error({ err: error }, "reading again stopped half way");
  }
  for (const channel of channels) services.background(() => dispatch(services, channel, { mayWait: true }));
  report.left = all.length - hidden - rereadIn(report);
  return report;

  async function rereadBunch(taken: Taken[]): Promise<void> {
    const same: number[] = [];
    const open: number[] = [];
    for (const one of taken) {
      if (one.kept.outcome === "rejected" || one.kept.outcome === "failed") open.push(one.kept.id);
      else if (saysTheSame(one)) same.push(one.kept.id);
      else await rereadOne(one);
    }
    if (same.length > 0) {
      const version = taken[0]!.version;
      const kept = await callRpc(db, "keep_readings", { ids: same, version, staff });
      report.counts.same += kept;
    }
    if (open.length > 0) countReplayed((await replayDeliveries(services, client, open)).counts);
  }

  async function rereadOne(one: Taken): Promise<void> {
    const reread = await (callRpc(db, "reread_delivery", {
      request: one.kept.id,
      reading: readingOf(one),
      staff,
    }) as Promise<Reread | null>);
    if (!reread || reread.outcome === "outdated") return;
    report.counts[reread.outcome] += 1;
    report.call = reread.call ?? report.call;
    if (reread.channels.length > 0) report.asked += 1;
    for (const channel of reread.channels) channels.add(channel);
  }

  function readingOf({ kept, told, others, version, fields }: Taken) {
    const own = readOf(kept, fields);
    const values = [kept, ...others].map((one) => [one.id, readOf(one, fields)] as const);
    return {
      version,
      told,
      values: Object.fromEntries(values.filter(([, value]) => value !== null)),
      isWhole:
        own?.type === "call_ended" && (own.unread ?? []).every((name) => isToldElsewhere(name, own, fields)),
    };
  }

  function saysTheSame({ kept, fields, oldFields, mappingVersion, version }: Taken): boolean {
    if (mappingVersion === null || mappingVersion >= version) return false;
    const [before, now] = [readOf(kept, oldFields), readOf(kept, fields)];
    return now !== null && JSON.stringify(before) === JSON.stringify(now);
  }

  /** Null for what cannot be read. */
  function readOf(kept: KeptDelivery, mapping: FieldMapping): DomainValue | null {
    const reading = replayReading(kept, { ...tools, readers, mapping });
    return "effects" in reading ? (reading.effects[0] ?? null) : null;
  }

  function countReplayed(replayed: Record<ReplayOutcome, number>): void {
    report.counts.changed += replayed.processed;
    report.counts.same += replayed.ignored + replayed.duplicate;
    report.counts.unreadable += replayed.rejected;
    report.counts.failed += replayed.failed;
    report.counts.already += replayed.already;
  }
}
