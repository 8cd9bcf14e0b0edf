import { createApiKey } from "../../lib/base/api-key.ts";
import type { StaffRole } from "../../lib/model/staff.ts";
import type { Staff } from "../support/create-staff.ts";
import { endedCall, type Kit, kit } from "../support/kit.ts";

/** A company with keys, and how a program asks it. */
export async function programs() {
  const k = await kit();
  const admin = await k.product.db.createStaff({ role: "admin" });
  const workspace = await workspaceOf(k, admin);
  return {
    k,
    admin,
    workspace,
    /** A new key of this role; `id` is that of its row. */
    async key(role: StaffRole, by: Staff = admin, of = workspace) {
      const { key, prefix, hash } = createApiKey();
      const { data, error } = await by.client.rpc("make_api_key", {
        ...{ workspace: of, name: `Gestionale ${role}`, role, prefix, hash },
      });
      if (error) throw new Error(error.message);
      return { key, hash, id: String(data) };
    },
    ask: (path: string, token: string | null, init: RequestInit = {}) => ask(k, path, token, init),
    post: (path: string, token: string | null, body: unknown, headers: Record<string, string> = {}) =>
      ask(k, path, token, {
        method: "POST",
        body: JSON.stringify(body),
        headers: { "content-type": "application/json", ...headers },
      }),
    /** Somebody who was called. */
    called: (n: number) => k.ct(endedCall(n)),
    outbox: () => k.sql`select * from whatsapp_messages where purpose = 'manual' order by id`,
  };
}
export type Programs = Awaited<ReturnType<typeof programs>>;

export async function workspaceOf(k: Kit, staff: Staff): Promise<string> {
  const [row] = await k.sql`select workspace_id from memberships where user_id = ${staff.userId}`;
  return row!.workspace_id;
}

async function ask({ product }: Kit, path: string, token: string | null, init: RequestInit) {
  const response = await product.doors.rest.request(`http://aftercall.test/api${path}`, {
    ...init,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(init.headers as Record<string, string>),
    },
  });
  const isJson = response.headers.get("content-type")?.includes("json");
  // biome-ignore lint/suspicious/noExplicitAny: whatever it answers
  const body: any = isJson ? await response.json() : await response.text();
  return { status: response.status, body };
}
