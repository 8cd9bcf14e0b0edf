import type { Services } from "../../services.ts";
import type { Values } from "../../vendors/vendor.ts";
import { downloadFile } from "./download-file.ts";
import { fileTypes } from "./file-types.ts";
import { fitsClaim } from "./fits-claim.ts";
import type { MediaResult, MediaTask } from "./media-store.ts";
import { sniffType } from "./sniff-type.ts";
import { maxFileBytes, storeFile } from "./store-file.ts";

const downloadTimeoutMs = 30_000;

/** The vendor that names the address is the simulator. */
function isOnThisMachine(values: Values = {}): boolean {
  const hosts = Object.values(values).map((value) => URL.parse(value ?? "")?.hostname ?? "");
  return hosts.some((host) => ["127.0.0.1", "localhost", "[::1]"].includes(host));
}

/** One file from WhatsApp to our bucket, or why not. Never throws; 80 s at most. */
export async function fetchFile(services: Services, task: MediaTask): Promise<MediaResult> {
  const { provider, config, db } = services;
  if ((task.claimedBytes ?? 0) > maxFileBytes) {
    return { kind: "refused", code: "too_large", message: "The file is larger than 25 MB." };
  }
  if (!provider.mediaLink) {
    const message = "No key opens files at the moment: the provider's is not set.";
    return { kind: "failed", code: "unauthorized", message };
  }
  const link = await provider.mediaLink(task.whatsappId, task.source);
  if (link.kind === "failed") return { kind: "failed", ...link.failure };
  if (link.kind === "gone") return { kind: "gone", code: "gone", message: link.message };
  const file = await downloadFile(link.url, {
    resolveHost: services.resolveHost,
    allowLoopback: isOnThisMachine(config.vendors[provider.name]),
    maxBytes: maxFileBytes,
    timeoutMs: downloadTimeoutMs,
  });
  if (file.kind !== "file") return file;
  const type = sniffType(file.bytes);
  if (type === null) {
    const message =
      "The file is none of the kinds we keep (PDF, photo, sound, film, Word, Excel, e-invoice, zip of these).";
    return { kind: "refused", code: "unknown_type", message };
  }
  if (!fitsClaim(type, task.claimedType)) {
    const message = `The file says it is ${task.claimedType?.slice(0, 80)}, but it is ${fileTypes[type]}.`;
    return { kind: "refused", code: "type_differs", message };
  }
  return storeFile(db, task, file.bytes, fileTypes[type]);
}
