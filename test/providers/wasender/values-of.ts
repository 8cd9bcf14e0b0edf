import { readFileSync } from "node:fs";
import type { DomainValue } from "../../../lib/model/domain-value.ts";
import { parseWasender } from "../../../lib/vendors/wasender/parse-wasender.ts";

/** The values of one delivery with this body. */
export function valuesOf(body: unknown): DomainValue[] {
  const rawBody = new TextEncoder().encode(JSON.stringify(body));
  return parseWasender({ contentType: "application/json", rawBody }).delivery.values;
}

export function wasenderFixture(name: string): Uint8Array {
  return readFileSync(new URL(`../../fixtures/provider/wasender-${name}.json`, import.meta.url));
}
