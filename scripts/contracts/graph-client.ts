import type { Provider, SendOutcome } from "../../lib/model/provider.ts";
import { createMetaProvider } from "../../lib/vendors/meta/create-meta-provider.ts";
import type { Published, Translated } from "./request-to-outgoing.ts";

export interface GraphClient {
  /** Sends it as the outbox would; null where the provider has no such call. */
  send(what: Exclude<Translated, { why: string }>): Promise<SendOutcome | boolean | null>;
  /** The last body of `POST /{phone-number-id}/messages`, and its answer. */
  last: { request: Published; answer: Published } | null;
}

export interface Graph {
  graphUrl: string;
  accessToken: string;
  phoneNumberId: string;
  /** Answers in place of the network. */
  fetch: typeof fetch;
}

/** Our own client, with what goes over the wire in sight. */
export function graphClient({ graphUrl, accessToken, phoneNumberId, fetch: through }: Graph): GraphClient {
  const watched: typeof fetch = async (input, init) => {
    const url = String(input instanceof Request ? input.url : input);
    const response = await through(input, init);
    if (url.startsWith(graphUrl) && url.endsWith("/messages")) {
      const answer: unknown = await response.clone().json();
      client.last = { request: JSON.parse(String(init?.body)), answer };
    }
    return response;
  };
  const provider: Provider = createMetaProvider({
    graphUrl,
    version: "v26.0",
    accessToken,
    phoneNumberId,
    fetch: watched,
  });
  const client: GraphClient = {
    last: null,
    async send(what) {
      client.last = null;
      if ("outgoing" in what) return await provider.send(what.outgoing);
      return (await provider.markRead?.(what.read.id, { typing: what.read.typing })) ?? null;
    },
  };
  return client;
}
