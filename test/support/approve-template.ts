import type { Product } from "./product.ts";

/** As the vendor reviewed this text on each channel that takes reviewed texts: so it may begin a conversation there. */
export async function approveTemplate({ db }: Product, key = "follow_up"): Promise<void> {
  await db.sql`
    insert into whatsapp_template_states (channel_id, template_id, workspace_id, vendor_id, vendor_name, language,
      state, version)
    select c.id, t.id, t.workspace_id, '7788', ${`${key}_v1`}, t.language, 'approved', t.version
    from channels c join whatsapp_templates t on t.workspace_id = c.workspace_id
    where t.key = ${key} and (c.capabilities ->> 'templates')::boolean`;
}
