import type { SupabaseClient } from "@supabase/supabase-js";
import { makeZip } from "client-zip";
import { callRpc } from "../../db/call-rpc.ts";
import { bucket } from "../../db/storage-request.ts";
import type { Services } from "../../services.ts";
import { savedName } from "../files/saved-name.ts";

export interface ContactExport {
  /** For the archive: the person's name, where it is known, and the day. */
  fileName: string;
  body: ReadableStream<Uint8Array>;
}

interface Beginning {
  contact: number;
  name: string | null;
  exportedAt: string;
  parts: string[];
}

interface ZipEntry {
  /** With `/` between folders. */
  name: string;
  lastModified: Date;
  input: AsyncIterable<string> | Blob | string;
}

type Row = { id: number } & Record<string, unknown>;

const pageSize = 200;

/**
 * Everything that is held on a person, as a ZIP: `data.json`, and the files they sent under `files/`. Written page by
 * page while it is sent, so that a long history takes no more memory than a short one. Null when there is no such contact.
 * Throws Problem: `forbidden` for an agent.
 */
export async function exportContact(
  services: Pick<Services, "db" | "log">,
  client: SupabaseClient,
  contact: number,
): Promise<ContactExport | null> {
  const begun = await (callRpc(client, "begin_export", { contact }) as Promise<Beginning | null>);
  if (!begun) return null;
  return {
    fileName: `${begun.name ?? `contact ${begun.contact}`} ${begun.exportedAt.slice(0, 10)}.zip`,
    body: makeZip(entries(services, client, begun)),
  };
}

async function* entries(
  services: Pick<Services, "db" | "log">,
  client: SupabaseClient,
  begun: Beginning,
): AsyncGenerator<ZipEntry> {
  const lastModified = new Date(begun.exportedAt);
  const files: Row[] = [];
  yield {
    name: "data.json",
    lastModified,
    input: logged(dataText(client, begun, files), services, begun.contact),
  };
  const missing: string[] = [];
  for (const { id, path, fileName, mime_type } of files) {
    const { data, error } = await services.db.storage.from(bucket).download(String(path));
    const given = typeof fileName === "string" ? fileName : null;
    const name = `files/${id}-${savedName(given, id, String(mime_type))}`;
    if (error) missing.push(name);
    else yield { name, lastModified, input: data };
  }
  if (missing.length > 0) yield { name: "files/missing.txt", lastModified, input: missing.join("\n") };
}

/** The answer has begun, so all that is left is to cut it off, and to say why in the log. */
async function* logged(
  texts: AsyncIterable<string>,
  { log }: Pick<Services, "log">,
  contact: number,
): AsyncGenerator<string> {
  try {
    yield* texts;
  } catch (error) {
    log.error({ err: error, contact }, "an export was cut off");
    throw error;
  }
}

/** One JSON object: what is known of the person, then each part as a list of rows. */
async function* dataText(client: SupabaseClient, begun: Beginning, files: Row[]): AsyncGenerator<string> {
  const { parts, ...person } = begun;
  yield JSON.stringify(person, null, 1).slice(0, -2);
  for (const part of parts) {
    yield `,\n "${part}": [`;
    let after = 0;
    let rows: Row[];
    do {
      rows = await (callRpc(client, "export_page", {
        contact: begun.contact,
        part,
        after,
        page_size: pageSize,
      }) as Promise<Row[]>);
      if (part === "files") files.push(...rows.filter(({ path }) => path));
      for (const row of rows) yield `${row === rows[0] && after === 0 ? "" : ","}\n  ${JSON.stringify(row)}`;
      after = rows.at(-1)?.id ?? after;
    } while (rows.length === pageSize);
    yield "]";
  }
  yield "\n}\n";
}
