import { callRpc } from "../../../db/call-rpc.ts";
import type { StaffMember } from "../../../model/staff.ts";

/** A form's key as it is told of; times are ISO 8601. */
export interface ListedFormKey {
  id: string;
  /** Of the form, as staff call it. */
  name: string;
  createdBy: string | null;
  createdAt: string;
  /** To the minute; null: no lead came with it. */
  lastUsedAt: string | null;
  /** The vendor's number of the form that its last lead was of. */
  formId: string | null;
  retiredAt: string | null;
}

/** Those of one vendor that hold, newest first, then those retired lately; for admins. */
export function readFormKeyList(
  { client, workspace }: StaffMember,
  source: string,
): Promise<ListedFormKey[]> {
  return callRpc(client, "lead_form_key_list", { workspace, source }) as Promise<ListedFormKey[]>;
}
