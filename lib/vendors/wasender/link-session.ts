import type { ConnectionQr } from "../../model/provider.ts";
import { asRecord } from "../shared/as-record.ts";
import { asText } from "../shared/as-text.ts";
import { answerRules } from "./answer-rules.ts";
import { answerSummary } from "./answer-summary.ts";
import { answerWords } from "./answer-words.ts";
import { readChannelStatus } from "./read-channel-status.ts";
import { type Exchange, requestWasender, type WasenderAccess } from "./request-wasender.ts";

/** A code lives for about 45 s (Wasender docs, connect-whatsapp-session), and nothing says since when. */
const codeLivesMs = 45_000;

/**
 * The code to scan (Wasender docs, connect-whatsapp-session and get-whatsapp-session-qr-code). The state is the session's to tell; codes want the account's
 * personal token, and a session that was told to connect.
 */
export async function linkSession(
  access: WasenderAccess,
  { personalToken, sessionId }: { personalToken: string; sessionId: string },
): Promise<ConnectionQr> {
  const status = readChannelStatus(await requestWasender(access, "GET", "/status"), access.apiKey);
  if (status.kind === "status" && status.status === "connected") return { kind: "connected" };
  if (status.kind === "refused" && status.pause === "plan_ended") {
    return { kind: "failed", code: "plan_ended", message: status.message };
  }
  const account = { ...access, apiKey: personalToken };
  const path = `/whatsapp-sessions/${encodeURIComponent(sessionId)}`;
  const shown = await requestWasender(account, "GET", `${path}/qrcode`);
  return (
    readCode(shown) ??
    readLinking(await requestWasender(account, "POST", `${path}/connect`, {}), personalToken)
  );
}

function readCode(exchange: Exchange): ConnectionQr | null {
  if (exchange.kind === "no_answer" || exchange.status > 299) return null;
  const data = asText(asRecord(exchange.body.data).qrCode);
  // At most what a QR code of the largest kind holds.
  if (!data || data.length > 1_000) return null;
  return { kind: "qr", data, expiresAt: new Date(Date.now() + codeLivesMs).toISOString() };
}

/** What Wasender says when it is told to connect. */
function readLinking(exchange: Exchange, personalToken: string): ConnectionQr {
  const code = readCode(exchange);
  if (code) return code;
  const message = answerSummary(exchange, personalToken);
  if (exchange.kind === "no_answer") {
    return { kind: "failed", code: exchange.failure === "bad_key" ? "bad_key" : "no_answer", message };
  }
  const { status, body, text } = exchange;
  const state = asText(asRecord(body.data).status)?.toUpperCase();
  if (state === "NEED_PASSKEY") return { kind: "failed", code: "passkey", message };
  // "CONNECTED" is said of a session that only begins to connect too: its own state tells.
  if (status <= 299 && state) return { kind: "waiting" };
  if (status >= 500) return { kind: "failed", code: "no_answer", message };
  if (status === 401) return { kind: "failed", code: "bad_key", message };
  const answer = { status, refused: body.success === false, words: answerWords(body, text) };
  const { means } = answerRules.find(({ when }) => when(answer))!;
  const isEnded = means.kind === "not_sent" && means.pause === "plan_ended";
  return { kind: "failed", code: isEnded ? "plan_ended" : "refused", message };
}
