import { createHash } from "node:crypto";
import { Problem } from "../../base/problem.ts";
import { callRpc } from "../../db/call-rpc.ts";
import type { SentMediaKind } from "../../model/content.ts";
import type { Services } from "../../services.ts";
import type { MediaLimits } from "../../vendors/vendor.ts";
import { extensionOf, fileTypes } from "../files/file-types.ts";
import { savedName } from "../files/saved-name.ts";
import { sniffType } from "../files/sniff-type.ts";
import { putFile } from "../files/store-file.ts";
import { kindToSend } from "./kind-to-send.ts";
import { maxUploadBytes } from "./max-upload-bytes.ts";

export interface StoredAttachment {
  /** For the message's content: `{kind: "media", media: {attachment: id}, caption}`. */
  id: string;
  kind: SentMediaKind;
  fileName: string;
  mimeType: string;
  sizeBytes: number;
}

/**
 * Keeps a file that a member chose to send to a contact, by what its bytes are; its name is only a name. What is not queued
 * within a day is removed. `limits`: of the channel that it will leave on (`capabilities.attachments`), absent where it sends none.
 * Throws Problem: `body_too_large`, `unsupported_media_type`, `forbidden`, `conflict`, `database_unavailable`.
 */
export async function storeAttachment(
  { db, log }: Pick<Services, "db" | "log">,
  { contact, actor, limits = {} }: { contact: number; actor: string; limits?: MediaLimits },
  file: File,
): Promise<StoredAttachment> {
  if (file.size > maxUploadBytes) throw tooLarge();
  const bytes = new Uint8Array(await file.arrayBuffer());
  const type = sniffType(bytes);
  if (type === null)
    throw refused("It is none of the kinds that can be sent: PDF, photo, sound, film, Word, Excel.");
  const [mimeType, sizeBytes] = [fileTypes[type], bytes.length];
  const kind = kindToSend({ mimeType, sizeBytes }, limits);
  if (kind === "unknown") throw refused("This number cannot send files of this kind.");
  if (kind === "large") throw tooLarge();
  const fileName = savedName(file.name, 0, mimeType);
  const added = await (callRpc(db, "add_attachment", {
    contact,
    actor,
    file: {
      kind,
      fileName,
      mimeType,
      sizeBytes,
      sha256: createHash("sha256").update(bytes).digest("hex"),
      ending: extensionOf(mimeType),
    },
  }) as Promise<{ id: string; path: string }>);
  const why = await putFile(db, added.path, bytes, mimeType);
  if (why !== null) {
    log.warn({ attachment: added.id, why }, "an attachment was not stored");
    throw new Problem(
      "database_unavailable",
      "The file could not be kept just now. Attach it again shortly.",
    );
  }
  return { id: added.id, kind, fileName, mimeType, sizeBytes };
}

function tooLarge(): Problem {
  const most = Math.floor(maxUploadBytes / (1024 * 1024));
  return new Problem("body_too_large", `The file is too large: ${most} MB at most can be sent from here.`);
}

function refused(why: string): Problem {
  return new Problem("unsupported_media_type", why);
}
