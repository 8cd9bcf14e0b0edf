import { rereadDeliveries } from "../../lib/inbox/reread-deliveries.ts";
import type { RereadReport } from "../../lib/inbox/reread-report.ts";
import type { FieldMapping } from "../../lib/vendors/cloudtalk/field-mapping.ts";
import type { Staff } from "../support/create-staff.ts";
import { createProduct, type Product } from "../support/product.ts";

export interface Stage {
  product: Product;
  manager: Staff;
  /** A manager saves which field is which. */
  map(fields: FieldMapping): Promise<void>;
  /** What was posted, as the id of its delivery. */
  post(body: unknown): Promise<number>;
  reread(...ids: number[]): Promise<RereadReport>;
  /** Everything that is offered after a mapping was saved. */
  offered(): Promise<number[]>;
  // biome-ignore lint/suspicious/noExplicitAny: rows
  calls(): Promise<any[]>;
  // biome-ignore lint/suspicious/noExplicitAny: rows
  asks(): Promise<any[]>;
  // biome-ignore lint/suspicious/noExplicitAny: rows
  looks(): Promise<any[]>;
  close(): Promise<void>;
}

/** The product with a manager who says which field is which. Nothing leaves by itself. */
export async function stage(
  own: Parameters<typeof createProduct>[1] = () => ({ background: () => {} }),
): Promise<Stage> {
  const product = await createProduct({}, own);
  const { sql, service } = product.db;
  const manager = await product.db.createStaff({ role: "manager" });
  const [workspace] = await sql`select id from workspaces where key = 'default'`;
  return {
    product,
    manager,
    async map(fields) {
      const [held] =
        await sql`select coalesce(max(version), 0) as version from workspace_settings where kind = 'field_mapping'`;
      const { error } = await service.rpc("save_settings", {
        workspace: workspace!.id,
        kind: "field_mapping",
        value: { fields },
        expected_version: held!.version,
        actor: manager.userId,
      });
      if (error) throw new Error(error.message);
    },
    async post(body) {
      await product.postCloudtalk(body);
      return Number((await sql`select max(id) as id from webhook_requests`)[0]!.id);
    },
    reread: (...ids) => rereadDeliveries(product.services, manager, ids),
    async offered() {
      const { data, error } = await manager.client.rpc("events_to_reread", { most: 200 });
      if (error) throw new Error(error.message);
      return (data as { ids: number[] }).ids;
    },
    calls: () =>
      sql`select k.*, c.name as person from cloudtalk_calls k left join contacts c on c.id = k.contact_id
        where not k.is_twin order by k.id`,
    asks: () =>
      sql`select * from whatsapp_messages where purpose = 'follow_up' and status <> 'cancelled' order by id`,
    looks: () => sql`select kind, settled_how from attention order by id`,
    close: () => product.close(),
  };
}

/** A body with names that nobody could guess; `over` changes or (with undefined) removes fields. */
export function own(n: number, over: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    event: "call-ended",
    codice: `CT-${n}`,
    recapito: `39333100000${n}`,
    chi: `Azienda ${n}`,
    durata_conv: "35",
    inizio_alle: "2026-11-21T08:50:00Z",
    call_id: String(7000 + n),
    ...over,
  };
}
/** Without a name that is known by itself. */
export const nameless = { call_id: undefined };
