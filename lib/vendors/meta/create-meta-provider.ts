import type { Provider } from "../../model/provider.ts";
import { unsupported } from "../shared/unsupported.ts";
import { messageBody } from "./message-body.ts";
import { readMediaLink } from "./read-media-link.ts";
import { readNumberStatus } from "./read-number-status.ts";
import { type GraphAccess, requestGraph } from "./request-graph.ts";
import { sortSend } from "./sort-send.ts";

export interface MetaOptions extends Omit<GraphAccess, "fetch" | "timeoutMs"> {
  phoneNumberId: string;
  fetch?: typeof fetch;
  timeoutMs?: number;
}

/** One number at WhatsApp's Cloud API. There is no key against a second send (Graph API): one call, never repeated here. */
export function createMetaProvider({ phoneNumberId, ...options }: MetaOptions): Provider {
  const access: GraphAccess = {
    ...options,
    timeoutMs: options.timeoutMs ?? 10_000,
    fetch: options.fetch ?? ((...call) => globalThis.fetch(...call)),
  };
  const { accessToken } = access;
  const number = `/${encodeURIComponent(phoneNumberId.toWellFormed())}`;
  return {
    name: "meta",
    maxInFlight: 100,
    async send(message) {
      const body = messageBody(message);
      if (body === null) return unsupported(message.content.kind);
      return sortSend(await requestGraph(access, "POST", `${number}/messages`, body), accessToken);
    },
    // WhatsApp's own id came with the answer to the send.
    messageInfo: async () => ({ kind: "not_yet", message: "Meta tells of a message by its webhooks alone." }),
    async channelStatus() {
      return readNumberStatus(await requestGraph(access, "GET", `${number}?fields=status`), accessToken);
    },
    async mediaLink(_whatsappId, source) {
      const id = encodeURIComponent(String(source.id ?? "").toWellFormed());
      const path = `/${id}?phone_number_id=${number.slice(1)}`;
      return readMediaLink(await requestGraph(access, "GET", path), access);
    },
  };
}
