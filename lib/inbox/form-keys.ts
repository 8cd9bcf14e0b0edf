import type { SupabaseClient } from "@supabase/supabase-js";
import { openSeal } from "../base/seal.ts";
import type { Config } from "../config.ts";
import { callRpc } from "../db/call-rpc.ts";
import type { Values, Vendor } from "../vendors/vendor.ts";

/** A key that holds, as the database keeps it. */
export interface SealedFormKey {
  id: string;
  /** The workspace's key: whose leads it brings. */
  workspace: string;
  /** The vendor's name. */
  source: string;
  name: string;
  /** See lib/base/seal.ts. */
  sealed: string;
}

/** A form's own key, as the variables with which its vendor's webhooks are verified. */
export interface FormProof {
  id: string;
  workspace: string;
  values: Values;
}

export interface FormKeys {
  /** Those of a vendor, one after the other. */
  proofs(vendor: Vendor): Promise<FormProof[]>;
  /** Every key that this process has opened, to be taken out of what is kept. */
  secrets(): string[];
  /** One was made or retired here: they are asked for anew. */
  forget(): void;
}

/** Whoever guesses at the door makes no query each time, ms; a new key holds, and a retired one is refused, so much later at most. */
const keysLastMs = 10_000;

/** Keys of single forms, kept in this process for a moment. */
export function createFormKeys({
  db,
  config,
}: {
  db: SupabaseClient;
  config: Pick<Config, "channelKeys">;
}): FormKeys {
  const opened = new Set<string>();
  let stored: { at: number; all: Promise<SealedFormKey[]> } | null = null;
  return {
    proofs,
    secrets: () => [...opened],
    forget: () => {
      stored = null;
    },
  };

  async function proofs({ name, formKeys }: Vendor): Promise<FormProof[]> {
    if (!formKeys) return [];
    return (await allStored()).flatMap(({ id, workspace, source, sealed }) => {
      if (source !== name) return [];
      const read = openSeal(config.channelKeys, sealed, formKeyContext(id));
      if (read.kind !== "open") return [];
      opened.add(read.text);
      return [{ id, workspace, values: formKeys.asVariables(read.text) }];
    });
  }

  function allStored(): Promise<SealedFormKey[]> {
    if (!stored || performance.now() - stored.at > keysLastMs) {
      const all = readFormKeys(db);
      stored = { at: performance.now(), all };
      all.catch(() => {
        stored = null;
      });
    }
    return stored.all;
  }
}

export function readFormKeys(db: SupabaseClient): Promise<SealedFormKey[]> {
  return callRpc(db, "lead_form_key_access", {}) as Promise<SealedFormKey[]>;
}

/** What a sealed key is bound to, so that it opens as no other form's. */
export function formKeyContext(id: string): string {
  return `lead_form_key:${id}`;
}
