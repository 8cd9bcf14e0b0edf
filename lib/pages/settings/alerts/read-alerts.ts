import { callRpc } from "../../../db/call-rpc.ts";
import type { AlertKind } from "../../../model/codes.ts";
import type { StaffMember } from "../../../model/staff.ts";

/** What may be seen of where alerts go; `end` are the last four characters of what is secret. */
export interface AlertSettings {
  muted: AlertKind[];
  webhook: { shown: { host: string; end: string }; setAt: string } | null;
  email: { shown: { url: string; from: string; to: string[]; end: string }; setAt: string } | null;
}

interface Answer {
  muted: AlertKind[];
  receivers: (
    | ({ kind: "webhook" } & NonNullable<AlertSettings["webhook"]>)
    | ({ kind: "email" } & NonNullable<AlertSettings["email"]>)
  )[];
}

/** For managers. Throws Problem. */
export async function readAlerts({ client, workspace }: StaffMember): Promise<AlertSettings> {
  const { muted, receivers } = (await callRpc(client, "alert_settings", { workspace })) as Answer;
  return {
    muted,
    webhook: receivers.find((one) => one.kind === "webhook") ?? null,
    email: receivers.find((one) => one.kind === "email") ?? null,
  };
}
