import { createHash } from "node:crypto";
import type { SupabaseClient } from "@supabase/supabase-js";
import { bucket } from "../../db/storage-request.ts";
import type { MediaLink } from "../../model/provider.ts";
import type { Services } from "../../services.ts";
import type { Values } from "../../vendors/vendor.ts";
import type { TaskWork } from "../tasks/task.ts";
import { downloadFile } from "./download-file.ts";
import type { FileFacts, FileResult } from "./file-result.ts";
import { fileTypes } from "./file-types.ts";
import { fitsClaim } from "./fits-claim.ts";
import { sniffType } from "./sniff-type.ts";
import { maxFileBytes, storeFile } from "./store-file.ts";

const downloadTimeoutMs = 30_000;

/** The vendor that names the address is the simulator. */
function isOnThisMachine(values: Values = {}): boolean {
  const hosts = Object.values(values).map((value) => URL.parse(value ?? "")?.hostname ?? "");
  return hosts.some((host) => ["127.0.0.1", "localhost", "[::1]"].includes(host));
}

/** A file that a customer sent, while WhatsApp still has it. */
export const fileTask: TaskWork<FileFacts> = {
  async run(services, facts) {
    const file = await fetchFile(services, facts);
    if (file.kind === "failed") return { ...file, kind: "retry" };
    if (file.kind !== "stored") {
      services.log.warn({ message: facts.message, code: file.code }, "a customer's file was not fetched");
    }
    return { kind: "done", file };
  },
  async discard({ db }, { message }, result) {
    const file = (result as { file?: FileResult }).file;
    if (file?.kind === "stored") await removeUnwanted(db, message, file.path);
  },
};

/** Its person was erased while it was on its way: nothing would ever delete it. Another try's file has the same path and stays. */
async function removeUnwanted(db: SupabaseClient, message: number, path: string): Promise<void> {
  const { data, error } = await db.from("whatsapp_media").select("state").eq("message_id", message);
  if (error) throw new Error(error.message);
  const isWanted = data.some(({ state }) => state === "waiting" || state === "stored");
  if (!isWanted) await db.storage.from(bucket).remove([path]);
}

/** One file from WhatsApp to our bucket, or why not. Never throws; 80 s at most. */
async function fetchFile(services: Services, facts: FileFacts): Promise<FileResult> {
  const { config, db } = services;
  if ((facts.claimedBytes ?? 0) > maxFileBytes) {
    return { kind: "refused", code: "too_large", message: "The file is larger than 25 MB." };
  }
  const provider = await services.providerOf(facts.channel);
  if (!provider.mediaLink) {
    const message = "No key opens files at the moment: the provider's is not set.";
    return { kind: "failed", code: "unauthorized", message };
  }
  const open = ({ url, headers }: Extract<MediaLink, { kind: "link" }>) =>
    downloadFile(url, {
      resolveHost: services.resolveHost,
      allowLoopback: isOnThisMachine(config.vendors[provider.name]),
      maxBytes: maxFileBytes,
      timeoutMs: downloadTimeoutMs,
      headers,
    });
  let link = await provider.mediaLink(facts.whatsappId, facts.source);
  let file = link.kind === "link" ? await open(link) : null;
  if (link.kind === "link" && link.again && (file?.kind === "failed" || file?.kind === "gone")) {
    link = await link.again();
    file = link.kind === "link" ? await open(link) : null;
  }
  if (link.kind === "failed") return { kind: "failed", ...link.failure };
  if (link.kind === "gone") return { kind: "gone", code: "gone", message: link.message };
  if (file?.kind !== "file") return file!;
  if (link.sha256 && !link.sha256.includes(createHash("sha256").update(file.bytes).digest("hex"))) {
    return { kind: "failed", code: "damaged", message: "What came is not the file that was sent." };
  }
  const type = sniffType(file.bytes);
  if (type === null) {
    const message =
      "The file is none of the kinds we keep (PDF, photo, sound, film, Word, Excel, e-invoice, zip of these).";
    return { kind: "refused", code: "unknown_type", message };
  }
  if (!fitsClaim(type, facts.claimedType)) {
    const message = `The file says it is ${facts.claimedType?.slice(0, 80)}, but it is ${fileTypes[type]}.`;
    return { kind: "refused", code: "type_differs", message };
  }
  return storeFile(db, facts, file.bytes, fileTypes[type]);
}
