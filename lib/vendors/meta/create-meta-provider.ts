import type { Content, Outgoing, OutgoingMedia } from "../../model/content.ts";
import type { Provider } from "../../model/provider.ts";
import type { JsonRecord } from "../shared/as-record.ts";
import { type Exchange, type GraphAccess, requestGraph } from "../shared/graph/request-graph.ts";
import { notTaken } from "../shared/unsupported.ts";
import { errorOf } from "../shared/whatsapp/read-error.ts";
import { mediaLink } from "./media-link.ts";
import { messageBody } from "./message-body.ts";
import { readNumberStatus } from "./read-number-status.ts";
import { sortSend } from "./sort-send.ts";
import { uploadMedia } from "./upload-media.ts";
import { createUploadedFiles } from "./uploaded-files.ts";

export interface MetaOptions extends Omit<GraphAccess, "fetch" | "timeoutMs"> {
  phoneNumberId: string;
  fetch?: typeof fetch;
  timeoutMs?: number;
}

/** Nobody waits for it, and a page has asked. */
const readTimeoutMs = 5_000;

/** One number at WhatsApp's Cloud API. There is no key against a second send (Graph API): one call, never repeated here. */
export function createMetaProvider({ phoneNumberId, ...options }: MetaOptions): Provider {
  const access: GraphAccess = {
    ...options,
    timeoutMs: options.timeoutMs ?? 10_000,
    fetch: options.fetch ?? ((...call) => globalThis.fetch(...call)),
  };
  const { accessToken } = access;
  const number = `/${encodeURIComponent(phoneNumberId.toWellFormed())}`;
  const uploaded = createUploadedFiles();

  const post = (body: JsonRecord) => requestGraph(access, "POST", `${number}/messages`, body);

  /** By its id where it can be brought to Meta, else by its address; so too where Meta does not take what was brought. */
  async function sendFile(message: Outgoing, media: OutgoingMedia, byAddress: JsonRecord): Promise<Exchange> {
    const id = await uploaded.idOf(media, () => uploadMedia(access, number, media));
    const byId = id && messageBody({ ...message, content: withId(message.content, id) });
    if (!byId || "problem" in byId) return post(byAddress);
    const exchange = await post(byId.body);
    if (!isFileRefused(exchange)) return exchange;
    uploaded.forget(media);
    return post(byAddress);
  }

  return {
    name: "meta",
    maxInFlight: 100,
    async send(message) {
      const made = messageBody(message);
      if ("problem" in made) return notTaken(made.problem);
      const { content } = message;
      const isOurs = content.kind === "media" && !content.media.id;
      return sortSend(
        await (isOurs ? sendFile(message, content.media, made.body) : post(made.body)),
        accessToken,
      );
    },
    // WhatsApp's own id came with the answer to the send.
    messageInfo: async () => ({ kind: "not_yet", message: "Meta tells of a message by its webhooks alone." }),
    async markRead(whatsappId, { typing = false } = {}) {
      const shown = typing && { typing_indicator: { type: "text" } };
      const brief = { ...access, timeoutMs: Math.min(access.timeoutMs, readTimeoutMs) };
      const body = { messaging_product: "whatsapp", status: "read", message_id: whatsappId, ...shown };
      const exchange = await requestGraph(brief, "POST", `${number}/messages`, body);
      return exchange.kind === "answer" && exchange.body.success === true;
    },
    async channelStatus() {
      return readNumberStatus(await requestGraph(access, "GET", `${number}?fields=status`), accessToken);
    },
    mediaLink: (_whatsappId, source) => mediaLink(access, number.slice(1), source),
  };
}

function withId(content: Content, id: string): Content {
  return content.kind === "media" ? { ...content, media: { ...content.media, id } } : content;
}

/** It did not leave, and for its file alone (docs, error codes). */
function isFileRefused(exchange: Exchange): boolean {
  const { code } = exchange.kind === "answer" ? errorOf(exchange.body) : { code: null };
  return code === 131052 || code === 131053;
}
