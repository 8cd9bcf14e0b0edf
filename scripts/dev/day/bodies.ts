import { createHash, randomBytes } from "node:crypto";
import type { DayFile } from "./day-files.ts";

export interface CallFacts {
  id: number;
  phone: string;
  name: string;
  company?: string | undefined;
  agent: { name: string; email: string };
  endedAt: Date;
  talkingSeconds: number;
  missed: boolean;
}

/** CloudTalk's Workflow Automation: flat, strings only, times in UTC. */
export function callBody(call: CallFacts): Record<string, string> {
  const { id, phone, name, company = "", agent, endedAt, talkingSeconds, missed } = call;
  const at = (secondsBefore: number) =>
    new Date(endedAt.getTime() - secondsBefore * 1000).toISOString().slice(0, 19).replace("T", " ");
  const [first = "", ...last] = agent.name.split(" ");
  return {
    event: "call-ended",
    call_id: String(id),
    external_number: phone.slice(1),
    internal_number: "390299990000",
    direction: "outgoing",
    started_at: at(talkingSeconds + 12),
    answered_at: missed ? "" : at(talkingSeconds),
    ended_at: at(0),
    waiting_time: "12",
    talking_time: String(missed ? 0 : talkingSeconds),
    is_voicemail: "false",
    agent_email: agent.email,
    agent_first_name: first,
    agent_last_name: last.join(" "),
    contact_id: contactId(phone),
    contact_name: name,
    contact_company: company,
    tag: "",
  };
}

export function contactId(phone: string): string {
  return String(Number(phone.slice(-8)));
}

export interface Sender {
  phone: string | null;
  lid: string;
  name: string;
}

/** Wasender's messages.received. */
export function messageBody(from: Sender, at: Date, text: string, message?: object, id = whatsappId()) {
  const jid = from.phone ? `${from.phone.slice(1)}@s.whatsapp.net` : from.lid;
  return {
    event: "messages.received",
    timestamp: Math.floor(at.getTime() / 1000),
    data: {
      messages: {
        key: {
          id,
          fromMe: false,
          remoteJid: jid,
          senderPn: from.phone && jid,
          cleanedSenderPn: from.phone?.slice(1) ?? null,
          senderLid: from.lid,
        },
        pushName: from.name,
        messageTimestamp: Math.floor(at.getTime() / 1000),
        messageBody: text,
        message: message ?? { conversation: text },
      },
    },
  };
}

/** Wasender's messages.update of a message of ours; 2 sent, 3 delivered, 4 read. */
export function statusBody(id: string, phone: string, status: 2 | 3 | 4, at: Date) {
  return {
    event: "messages.update",
    data: {
      update: { status },
      key: { id, fromMe: true, remoteJid: `${phone.slice(1)}@s.whatsapp.net` },
    },
    timestamp: at.getTime(),
  };
}

export function sessionBody(status: "disconnected" | "connected", at: Date) {
  return { event: "session.status", timestamp: Math.floor(at.getTime() / 1000), data: { status } };
}

/** `message` of a webhook that brings a file; what opens it at WhatsApp only looks like the real thing. */
export function fileContent(file: DayFile, id: string, more: { caption?: string; seconds?: number } = {}) {
  const key = (use: string) => createHash("sha256").update(`${use} ${id}`).digest("base64");
  return {
    [`${file.kind}Message`]: {
      url: `https://mmg.whatsapp.net/v/${id}.enc`,
      mimetype: file.mimeType,
      mediaKey: key("media"),
      fileSha256: key("plain"),
      fileLength: String(file.bytes.length),
      ...(file.kind === "document" && { fileName: file.name, title: file.name }),
      ...(file.kind === "audio" && { ptt: true, seconds: more.seconds ?? 9 }),
      ...(more.caption && { caption: more.caption }),
    },
  };
}

export function whatsappId(): string {
  return `3A${randomBytes(9).toString("hex").toUpperCase()}`;
}
