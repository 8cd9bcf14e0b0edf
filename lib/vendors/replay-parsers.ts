import type { Config } from "../config.ts";
import type { ParsedDelivery } from "../model/domain-value.ts";
import type { FieldMapping } from "./cloudtalk/field-mapping.ts";
import { parseCloudtalk } from "./cloudtalk/parse-cloudtalk.ts";
import type { Source } from "./source.ts";
import { parseWasender } from "./wasender/parse-wasender.ts";

export interface KeptBody {
  rawBody: Uint8Array;
  contentType: string | null;
  /** It came with a signature over its bytes. */
  isSigned: boolean;
}

export type ReplayParser = (
  kept: KeptBody,
  config: Config,
  mapping: FieldMapping,
) => { delivery: ParsedDelivery; body: unknown };

/** How each source's kept bodies are read: as at the entry point, without its proof, which was given when they came. */
export const replayParsers: Record<Source["name"], ReplayParser> = {
  cloudtalk: ({ rawBody, contentType, isSigned }, { defaultCountry }, mapping) =>
    parseCloudtalk({ kind: isSigned ? "native" : "workflow", contentType, rawBody, defaultCountry, mapping }),
  wasender: ({ rawBody, contentType }) => parseWasender({ contentType, rawBody }),
};
