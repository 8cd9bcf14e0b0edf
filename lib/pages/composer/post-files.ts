import type { Context } from "hono";
import { Problem, type ProblemCode } from "../../base/problem.ts";
import { type NotSent, type Sent, writeMessage } from "../../outbox/write-message.ts";
import type { MediaLimits } from "../../vendors/vendor.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { staffMember } from "../../web/staff-member.ts";
import { maxUploadBytes } from "../../work/attachments/max-upload-bytes.ts";
import { storeAttachment } from "../../work/attachments/store-attachment.ts";
import { answerSent } from "./answer-sent.ts";
import { answerUnsent } from "./answer-unsent.ts";
import { fileLimits } from "./attach-menu.ts";
import type { Draft } from "./composer-parts.ts";
import { contactOf } from "./contact-of.ts";
import { readQuoted } from "./quoting-view.ts";
import { readPersonThread } from "./read-person-thread.ts";

const problems: Partial<Record<ProblemCode, Draft["problem"]>> = {
  body_too_large: "file_large",
  unsupported_media_type: "file_kind",
};

/** `POST /monitor/c/{contact}/files`: each file is a message of its own; the caption stands under the first. */
export async function postFiles(c: Context<AppEnv>): Promise<Response> {
  const member = await staffMember(c);
  const { client } = member;
  const { files, key, caption, quoted } = await readForm(c);
  const draft = { text: caption, quoted };
  if (files.length === 0) return answerUnsent(c, client, { ...draft, problem: "no_files" });
  if (files.reduce((sum, { size }) => sum + size, 0) > maxUploadBytes)
    return answerUnsent(c, client, { ...draft, problem: "file_large" });
  const services = c.get("services");
  const { person, composer } = (await readPersonThread(client, contactOf(c), 1)).thread;
  if (composer.guard) return answerUnsent(c, client, draft);
  const limits = fileLimits(services, composer.channel?.vendor) ?? {};
  try {
    const sending = { member, contact: person.id, limits, key, caption, quoted };
    const answer = await sendAll(c, files, sending);
    return answer.sent
      ? answerSent(c, client, answer)
      : answerUnsent(c, client, { ...draft, problem: answer.code === "no_reason" ? "no_reason" : null });
  } catch (error) {
    const problem = error instanceof Problem && problems[error.code];
    if (!problem) throw error;
    return answerUnsent(c, client, { ...draft, problem });
  }
}

interface Sending {
  member: Awaited<ReturnType<typeof staffMember>>;
  contact: number;
  limits: MediaLimits;
  key: string;
  caption: string;
  /** Of the first. */
  quoted: number | null;
}

/** One after the other, so that they arrive as they were chosen. All are kept before the first is queued. */
async function sendAll(
  c: Context<AppEnv>,
  files: File[],
  { member, contact, limits, key, caption, quoted }: Sending,
): Promise<Sent | NotSent> {
  const services = c.get("services");
  const stored = [];
  for (const file of files)
    stored.push(await storeAttachment(services, { contact, actor: member.userId, limits }, file));
  const canCaption = stored[0] && limits[stored[0].kind]?.caption;
  const messages = [
    ...(caption && !canCaption ? [{ text: caption, key: `${key}.text`, attachment: null }] : []),
    ...stored.map(({ id }, index) => ({
      text: index === 0 && canCaption ? caption : "",
      key: `${key}.${index}`,
      attachment: id,
    })),
  ];
  let last: Sent | NotSent | null = null;
  for (const [index, message] of messages.entries()) {
    const answers = index === 0 ? quoted : null;
    last = await writeMessage(services, member.client, { contact, quoted: answers, ...message });
    if (!last.sent) return last;
  }
  return last!;
}

async function readForm(
  c: Context,
): Promise<Pick<Sending, "key" | "caption" | "quoted"> & { files: File[] }> {
  const form = await c.req.parseBody({ all: true });
  const files = [form.files ?? []].flat().filter((file) => file instanceof File && file.size > 0) as File[];
  const text = (name: string) => (typeof form[name] === "string" ? form[name].trim() : "");
  // Without one each try is a message of its own.
  const key = text("key").slice(0, 80) || crypto.randomUUID();
  return { files, key, caption: text("caption"), quoted: readQuoted(text("quoted")) };
}
