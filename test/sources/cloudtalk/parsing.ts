import { readFileSync } from "node:fs";
import { expect } from "vitest";
import type { CallEnded } from "../../../lib/model/domain-value.ts";
import { parseCloudtalk } from "../../../lib/vendors/cloudtalk/parse-cloudtalk.ts";

export function parse(
  body: unknown,
  kind: "workflow" | "native" = "workflow",
  contentType = "application/json",
) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return parseCloudtalk({ kind, contentType, rawBody: new TextEncoder().encode(text), defaultCountry: "IT" });
}

export function call(body: unknown, kind: "workflow" | "native" = "workflow"): CallEnded {
  const [value, ...more] = parse(body, kind).delivery.values;
  expect(more).toEqual([]);
  if (value?.type !== "call_ended") throw new Error(`no call but ${JSON.stringify(value)}`);
  return value;
}

export function fixture(name: string): string {
  return readFileSync(new URL(`../../fixtures/provider/cloudtalk-${name}.json`, import.meta.url), "utf8");
}

export const mobile = { e164: "+393330001001", raw: "393330001001", problem: null };

export const base = { call_id: "1", external_number: "393330001001" };
