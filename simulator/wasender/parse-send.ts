import { z } from "zod";
import type { ChatKind } from "../world/chat-message.ts";

const words = z.string().trim().min(1);
const body = z.object({
  to: words.regex(/^(\+?\d{8,15}|.+@.+)$/),
  text: z.string().optional(),
  imageUrl: words.optional(),
  videoUrl: words.optional(),
  documentUrl: words.optional(),
  fileName: words.optional(),
  audioUrl: words.optional(),
});

export type ParsedSend =
  | {
      ok: true;
      to: string;
      kind: ChatKind;
      text: string;
      fileName: string | null;
      /** Where its file can be had. */
      url: string | null;
    }
  | { ok: false; errors: Record<string, string[]> };

/** Wasender has no type field: the content group that is present decides, and `text` doubles as caption. */
export function parseSend(input: unknown): ParsedSend {
  const parsed = body.safeParse(input ?? {});
  const given = (input ?? {}) as Record<string, unknown>;
  const errors: Record<string, string[]> = {};
  for (const issue of parsed.error?.issues ?? []) {
    const field = String(issue.path[0] ?? "to");
    const problem = given[field] === undefined || given[field] === "" ? "is required" : "format is invalid";
    errors[field] = [`The ${field} field ${problem}.`];
  }
  const hasFile = given.imageUrl || given.videoUrl || given.documentUrl || given.audioUrl;
  if (!hasFile && (typeof given.text !== "string" || given.text.trim() === "")) {
    errors.text = ["The text field is required."];
  }
  if (!parsed.success || Object.keys(errors).length > 0) return { ok: false, errors };
  const { to, text, imageUrl, videoUrl, documentUrl, audioUrl, fileName } = parsed.data;
  const kind = imageUrl ? "photo" : videoUrl ? "video" : documentUrl ? "pdf" : audioUrl ? "voice" : "text";
  const url = imageUrl ?? videoUrl ?? documentUrl ?? audioUrl ?? null;
  return { ok: true, to, kind, text: text ?? "", fileName: fileName ?? null, url };
}
