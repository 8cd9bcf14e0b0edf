import type { SupabaseClient } from "@supabase/supabase-js";
import { callRpc } from "../db/call-rpc.ts";
import type { Reading } from "../vendors/vendor.ts";

export interface VersionedMapping {
  /** 0: nobody has saved one. */
  version: number;
  fields: Reading["mapping"];
}

export interface KeptFieldMapping {
  /** As this process knows it: record_delivery tells when another holds, so that a webhook is one round trip and never read by an old one. */
  kept(): VersionedMapping;
  learn(mapping: VersionedMapping): void;
  /** As it holds now. Throws Problem. */
  read(): Promise<VersionedMapping>;
}

export function createFieldMapping(db: SupabaseClient): KeptFieldMapping {
  let kept: VersionedMapping = { version: 0, fields: {} };
  return {
    kept: () => kept,
    learn(mapping) {
      kept = mapping;
    },
    async read() {
      kept = await (callRpc(db, "field_mapping", { workspace_key: "default" }) as Promise<VersionedMapping>);
      return kept;
    },
  };
}
