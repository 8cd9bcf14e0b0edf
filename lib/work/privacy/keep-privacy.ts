import { callRpc } from "../../db/call-rpc.ts";
import type { Services } from "../../services.ts";
import { emptyFolder } from "./empty-folder.ts";

export interface PrivacyReport {
  /** Kept no longer: bodies of deliveries, texts of messages, files queued for deletion. */
  events: number;
  messages: number;
  media: number;
  /** Calls that lost texts about the talk, and those that lost all but what decides. */
  call_texts: number;
  calls: number;
  /** Submissions that lost what the person told. */
  leads: number;
  /** Erasures that were finished, and those that are not yet. */
  erased: number;
  erasing: number;
  /** Folders of files that were emptied. */
  emptied: number;
}

interface Work extends Omit<PrivacyReport, "emptied"> {
  folders: { id: number; folder: string }[];
}

/** Rows of each kind a tick. */
const batch = 500;

/**
 * Removes what is kept no longer and what was erased, a bounded part of it at a time. After `untilMs`, on performance.now()'s
 * scale, no further folder is begun: it is due again in a minute. Throws Problem when the database does not answer.
 */
export async function keepPrivacy({ db }: Pick<Services, "db">, untilMs: number): Promise<PrivacyReport> {
  const { folders, ...report } = await (callRpc(db, "keep_privacy", { batch }) as Promise<Work>);
  let emptied = 0;
  for (const { id, folder } of folders) {
    if (performance.now() >= untilMs) break;
    const error = await emptyFolder(db, folder);
    await callRpc(db, "settle_deletion", { deletion: id, error });
    if (error === null) emptied += 1;
  }
  return { ...report, emptied };
}
