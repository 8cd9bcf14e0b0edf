import { openSeal, seal } from "../base/seal.ts";
import { callRpc } from "../db/call-rpc.ts";
import type { Services } from "../services.ts";
import { readAccess, sealContext } from "./channel-access.ts";

/** Seals with the first key what an older one sealed, so that the old one can go. Answers how many. */
export async function resealChannels({ db, config }: Pick<Services, "db" | "config">): Promise<number> {
  const [first, ...older] = config.channelKeys;
  if (!first || older.length === 0) return 0;
  let resealed = 0;
  for (const { channel, version, sealed } of await readAccess(db)) {
    if (sealed === null) continue;
    const read = openSeal(config.channelKeys, sealed, sealContext(channel));
    if (read.kind !== "open" || read.keyId === first.id) continue;
    const again = seal(config.channelKeys, read.text, sealContext(channel));
    if (await callRpc(db, "reseal_channel", { channel, version, sealed: again })) resealed += 1;
  }
  return resealed;
}
