import type { Provider } from "../../model/provider.ts";
import { needsPhone, unsupported } from "../shared/unsupported.ts";
import { linkSession } from "./link-session.ts";
import { listSentMessages } from "./list-sent-messages.ts";
import { readChannelStatus } from "./read-channel-status.ts";
import { readLidLookup } from "./read-lid-lookup.ts";
import { readMediaLink } from "./read-media-link.ts";
import type { WasenderMedia } from "./read-media-source.ts";
import { readMessageInfo } from "./read-message-info.ts";
import { readPhoneLookup } from "./read-phone-lookup.ts";
import { requestWasender, type WasenderAccess } from "./request-wasender.ts";
import { sendFields } from "./send-fields.ts";
import { sortSend } from "./sort-send.ts";

export interface WasenderOptions {
  /** `https://www.wasenderapi.com/api`; other hosts occur (fact sheet 1.1), and tests have their own. */
  apiUrl: string;
  /** The session's API key, not the account's personal access token. */
  apiKey: string;
  /** What opens the session's log of sends; without it there is none. */
  log?: { personalToken: string; sessionId: string } | null;
  fetch?: typeof fetch;
  timeoutMs?: number;
}

/** Nobody waits for a lookup, and several share a tick. */
const lookupTimeoutMs = 5_000;
/** Wasender fetches and decrypts the whole file before it answers. */
const decryptTimeoutMs = 20_000;

/** It may fetch the file before it answers; with what goes before a send, below the lease of 60 s. */
const fileTimeoutMs = 25_000;

/**
 * One WhatsApp session at Wasender. The vendor publishes no number of simultaneous requests a session may
 * have, and refuses bursts (docs, rate-limits): one at a time.
 */
export function createWasenderProvider(options: WasenderOptions): Provider {
  const { apiUrl, apiKey, log, timeoutMs = 10_000 } = options;
  const access: WasenderAccess = {
    apiUrl,
    apiKey,
    timeoutMs,
    fetch: options.fetch ?? ((...call) => globalThis.fetch(...call)),
  };
  return {
    name: "wasender",
    maxInFlight: 1,
    async send({ to, content }) {
      const fields = sendFields(content);
      if (to === null) return needsPhone();
      if (fields === null) return unsupported(content.kind);
      const patient =
        content.kind === "text" ? access : { ...access, timeoutMs: options.timeoutMs ?? fileTimeoutMs };
      const exchange = await requestWasender(patient, "POST", "/send-message", { to, ...fields });
      return sortSend(exchange, apiKey, Date.now());
    },
    async messageInfo(providerMessageId) {
      const path = `/messages/${encodeURIComponent(providerMessageId.toWellFormed())}/info`;
      return readMessageInfo(await requestWasender(access, "GET", path), providerMessageId, apiKey);
    },
    async channelStatus() {
      return readChannelStatus(await requestWasender(access, "GET", "/status"), apiKey);
    },
    async phoneOfLid(lid) {
      const path = `/pn-from-lid/${encodeURIComponent(lid)}`;
      const brief = { ...access, timeoutMs: Math.min(timeoutMs, lookupTimeoutMs) };
      return readLidLookup(await requestWasender(brief, "GET", path), lid, apiKey);
    },
    async lidOfPhone(phone) {
      const path = `/lid-from-pn/${encodeURIComponent(`${phone.slice(1)}@s.whatsapp.net`)}`;
      const brief = { ...access, timeoutMs: Math.min(timeoutMs, lookupTimeoutMs) };
      return readPhoneLookup(await requestWasender(brief, "GET", path), phone, apiKey);
    },
    async mediaLink(whatsappId, source) {
      const { kind, url, key, file } = source as WasenderMedia;
      // Documented as it would stand in the webhook, wrappers taken off (Wasender docs, decrypt-media-file).
      const message = { [kind]: { ...file, url, mediaKey: key } };
      const body = { data: { messages: { key: { id: whatsappId }, message } } };
      const patient = { ...access, timeoutMs: options.timeoutMs ?? decryptTimeoutMs };
      return readMediaLink(await requestWasender(patient, "POST", "/decrypt-media", body), apiKey);
    },
    ...(log && {
      sentLog: (page) => listSentMessages({ apiUrl, ...log, fetch: access.fetch }, page),
      connectionQr: () => linkSession(access, log),
    }),
  };
}
