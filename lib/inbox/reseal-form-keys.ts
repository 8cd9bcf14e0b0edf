import { openSeal, seal } from "../base/seal.ts";
import { callRpc } from "../db/call-rpc.ts";
import type { Services } from "../services.ts";
import { formKeyContext, readFormKeys } from "./form-keys.ts";

/** Seals with the first key what an older one sealed, so that the old one can go. Answers how many. */
export async function resealFormKeys({ db, config }: Pick<Services, "db" | "config">): Promise<number> {
  const [first, ...older] = config.channelKeys;
  if (!first || older.length === 0) return 0;
  let resealed = 0;
  for (const { id, sealed } of await readFormKeys(db)) {
    const read = openSeal(config.channelKeys, sealed, formKeyContext(id));
    if (read.kind !== "open" || read.keyId === first.id) continue;
    const again = seal(config.channelKeys, read.text, formKeyContext(id));
    if (await callRpc(db, "reseal_lead_form_key", { key: id, before: sealed, sealed: again })) resealed += 1;
  }
  return resealed;
}
