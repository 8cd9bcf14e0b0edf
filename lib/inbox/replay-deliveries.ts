import type { SupabaseClient } from "@supabase/supabase-js";
import { callRpc } from "../db/call-rpc.ts";
import { dispatch } from "../outbox/dispatch.ts";
import type { Services } from "../services.ts";
import { vendorNamed } from "../vendors/vendors.ts";
import { type Readers, readersOf } from "./readers.ts";
import { knownSecrets } from "./receive-delivery.ts";
import { type KeptDelivery, replayReading } from "./replay-reading.ts";
import { emptyReport, type ReplayOutcome, type ReplayReport, triedIn } from "./replay-report.ts";

/** What `replay_delivery` answers. */
interface Replayed {
  outcome: Exclude<ReplayOutcome, "already">;
  reason?: string | null;
  /** It has had its effect: nothing was done. */
  already?: boolean;
  /** Those that may have something to send now. */
  channels: string[];
}

/** Bodies may have 4 MiB each: so many are held at once. */
const bunch = 10;
/** What is not begun by then is left for another press, ms: a person waits for the answer. */
const budgetMs = 15_000;

/**
 * Tries deliveries again, oldest first, for the manager whom `client` is signed in as: with what today's parser reads,
 * else (failed ones) with what was read when they came. Any number of times and at once, each has one effect.
 *
 * For who is not in their workspace there are none. Throws Problem: `forbidden` for an agent, and whatever stops it
 * before the first; what stops it later is logged, and the rest is `left`.
 */
export async function replayDeliveries(
  services: Services,
  client: SupabaseClient,
  ids: readonly number[],
  own: Readers = {},
): Promise<ReplayReport> {
  const { config, log, db } = services;
  const { fields: mapping, version: mappingVersion } = await services.fieldMapping.read();
  const { defaultCountry } = config;
  const tools = { defaultCountry, mapping, log, secrets: knownSecrets(services) };
  const deadline = performance.now() + budgetMs;
  const all = [...new Set(ids)].toSorted((a, b) => a - b);
  const report = emptyReport();
  const channels = new Set<string>();
  let hidden = 0;
  try {
    for (let at = 0; at < all.length && performance.now() < deadline; at += bunch) {
      const taken = all.slice(at, at + bunch);
      const { staff, deliveries } = await (callRpc(client, "take_for_replay", { ids: taken }) as Promise<{
        staff: string;
        deliveries: KeptDelivery[];
      }>);
      hidden += taken.length - deliveries.length;
      const sources = deliveries.map(({ source }) => source);
      const readers = { ...(await readersOf(services.vendors, sources)), ...own };
      for (const kept of deliveries) {
        const replayed = await replay(kept, staff, readers);
        count(report, replayed);
        for (const channel of replayed?.channels ?? []) channels.add(channel);
      }
    }
  } catch (error) {
    if (triedIn(report) === 0) throw error;
    log.error({ err: error }, "a replay stopped half way");
  }
  for (const channel of channels) services.background(() => dispatch(services, channel, { mayWait: true }));
  report.left = all.length - hidden - triedIn(report);
  return report;

  async function replay(kept: KeptDelivery, staff: string, readers: Readers): Promise<Replayed | null> {
    if (kept.outcome !== "rejected" && kept.outcome !== "failed") return null;
    const isMapped = vendorNamed(services.vendors, kept.source)?.events?.isMapped;
    const reading = { ...replayReading(kept, { ...tools, readers }), ...(isMapped && { mappingVersion }) };
    return callRpc(db, "replay_delivery", { request: kept.id, reading, staff }) as Promise<Replayed | null>;
  }
}

function count({ counts, reasons }: ReplayReport, replayed: Replayed | null): void {
  if (!replayed || replayed.already) {
    counts.already += 1;
    return;
  }
  const { outcome, reason } = replayed;
  counts[outcome] += 1;
  if (outcome !== "rejected" && outcome !== "failed") return;
  const why = reason ?? "unknown";
  reasons[why] = (reasons[why] ?? 0) + 1;
}
