import type { Config } from "../config.ts";
import type { ParsedDelivery } from "../model/domain-value.ts";
import { authenticateCloudtalk } from "./cloudtalk/authenticate-cloudtalk.ts";
import type { FieldMapping } from "./cloudtalk/field-mapping.ts";
import { parseCloudtalk } from "./cloudtalk/parse-cloudtalk.ts";
import { authenticateWasender } from "./wasender/authenticate-wasender.ts";
import { parseWasender } from "./wasender/parse-wasender.ts";

export interface IncomingRequest {
  headers: Headers;
  url: URL;
  rawBody: Uint8Array<ArrayBuffer>;
}

/** Who posts to us. `verify` throws Problem (503 not configured, 401 wrong) and answers how to read what it verified. */
export interface Source {
  name: "cloudtalk" | "wasender";
  verify(
    request: IncomingRequest,
    config: Config,
  ): (request: IncomingRequest, mapping: FieldMapping) => { delivery: ParsedDelivery; body: unknown };
  /** Whether its bodies are written by the customer, who may say which field is which. */
  isMapped: boolean;
}

export const cloudtalk: Source = {
  name: "cloudtalk",
  isMapped: true,
  verify(request, config) {
    const kind = authenticateCloudtalk(request, {
      webhookSecret: config.cloudtalkWebhookSecret,
      signingSecret: config.cloudtalkSigningSecret,
    });
    return ({ headers, rawBody }, mapping) =>
      parseCloudtalk({
        kind,
        contentType: headers.get("content-type"),
        rawBody,
        defaultCountry: config.defaultCountry,
        mapping,
      });
  },
};

export const wasender: Source = {
  name: "wasender",
  isMapped: false,
  verify(request, config) {
    authenticateWasender(request.headers, config.whatsappWebhookSecret);
    return ({ headers, rawBody }) => parseWasender({ contentType: headers.get("content-type"), rawBody });
  },
};
