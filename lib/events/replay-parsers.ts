import type { Config } from "../config.ts";
import { parseWasender } from "../providers/wasender/parse-wasender.ts";
import type { FieldMapping } from "../sources/cloudtalk/field-mapping.ts";
import { parseCloudtalk } from "../sources/cloudtalk/parse-cloudtalk.ts";
import type { ParsedDelivery } from "./domain-value.ts";
import type { Source } from "./source.ts";

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
