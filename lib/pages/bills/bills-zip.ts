import type { SupabaseClient } from "@supabase/supabase-js";
import { makeZip } from "client-zip";
import { callRpc } from "../../db/call-rpc.ts";
import { bucket } from "../../db/storage-request.ts";
import type { Services } from "../../services.ts";
import { savedName } from "../../work/files/saved-name.ts";
import type { BillState } from "./bills-path.ts";
import type { BillFile, BillPerson } from "./read-bills.ts";
import type { BillsTexts } from "./texts.ts";

interface Opened {
  state: string;
  path: string | null;
  mimeType: string | null;
  fileName: string | null;
}
type Entry = { name: string; lastModified: Date; input: Blob | string };

/**
 * The files of these people, a folder a person, fetched one by one while they are sent. Each is opened as on its page, and so in the
 * log; those that Storage does not give are named in `missing.txt`.
 */
export function billsZip(
  services: Pick<Services, "db">,
  client: SupabaseClient,
  t: BillsTexts,
  state: BillState,
  people: AsyncIterable<BillPerson>,
): ReadableStream<Uint8Array> {
  return makeZip(entries());

  async function* entries(): AsyncGenerator<Entry> {
    const missing: string[] = [];
    for await (const person of people) {
      for (const file of person.files.filter((each) => belongs(each, state))) {
        const opened = await (callRpc(client, "open_media", { message: file.message }) as Promise<Opened>);
        const name = `${folderOf(person, t)}/${file.message} ${savedName(opened.fileName, file.message, opened.mimeType ?? "")}`;
        const { data } = await services.db.storage.from(bucket).download(opened.path ?? "");
        if (data) yield { name, lastModified: new Date(file.at), input: data };
        else missing.push(name);
      }
    }
    if (missing.length > 0) {
      yield { name: "missing.txt", lastModified: new Date(), input: missing.join("\n") };
    }
  }
}

function belongs({ state, verdict }: BillFile, list: BillState): boolean {
  if (state !== "stored") return false;
  return list === "no" ? verdict === "bad" : list === "ok" ? verdict !== "bad" : verdict === null;
}

/** A folder's name that every system takes; the number keeps two Rossi apart. */
function folderOf({ name, company, phone, contact }: BillPerson, t: BillsTexts): string {
  const words = (name ?? company ?? phone ?? t.nobodyKnown)
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}"\\/:*?<>|.]+/gu, " ")
    .trim();
  return `${words.slice(0, 80).trim() || t.nobodyKnown} (${contact})`;
}
