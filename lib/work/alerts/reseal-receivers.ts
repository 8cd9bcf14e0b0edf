import { openSeal, seal } from "../../base/seal.ts";
import { callRpc } from "../../db/call-rpc.ts";
import type { Services } from "../../services.ts";
import { accessContext, type ReceiverKind } from "./receiver-access.ts";

/** Seals with the first key what an older one sealed, so that the old one can go. Answers how many. */
export async function resealReceivers({ db, config }: Pick<Services, "db" | "config">): Promise<number> {
  const [first, ...older] = config.channelKeys;
  if (!first || older.length === 0) return 0;
  let resealed = 0;
  for (const { workspace, kind, sealed } of await readReceivers(db)) {
    const context = accessContext(workspace, kind);
    const read = openSeal(config.channelKeys, sealed, context);
    if (read.kind !== "open" || read.keyId === first.id) continue;
    const again = seal(config.channelKeys, read.text, context);
    if (await callRpc(db, "reseal_receiver", { workspace, kind, before: sealed, sealed: again }))
      resealed += 1;
  }
  return resealed;
}

/** Of one company, or of all. */
export function readReceivers(
  db: Services["db"],
  workspace: string | null = null,
): Promise<{ workspace: string; kind: ReceiverKind; sealed: string }[]> {
  return callRpc(db, "receiver_access", { workspace }) as Promise<
    { workspace: string; kind: ReceiverKind; sealed: string }[]
  >;
}
