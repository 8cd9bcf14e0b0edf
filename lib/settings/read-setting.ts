import type { SupabaseClient } from "@supabase/supabase-js";
import { callRpc } from "../db/call-rpc.ts";
import type { StaffMember } from "../model/staff.ts";
import type { SettingKind, SettingValue } from "./settings.ts";

export interface Saved<Kind extends SettingKind> {
  /** 0: nobody has saved one yet, and the value is the default. */
  version: number;
  value: SettingValue<Kind>;
  savedAt: string | null;
  savedBy: string | null;
}

/** The setting that holds now, or held as this version, as a member of the workspace reads it; version 0 is the default. */
export function readSetting<Kind extends SettingKind>(
  { client, workspace }: Pick<StaffMember, "workspace"> & { client: SupabaseClient },
  kind: Kind,
  version: number | null = null,
): Promise<Saved<Kind>> {
  return callRpc(client, "read_settings", { workspace, kind, version }) as Promise<Saved<Kind>>;
}
