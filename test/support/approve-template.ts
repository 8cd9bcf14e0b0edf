import type { Product } from "./product.ts";

/** As the vendor reviewed this text on each channel that takes reviewed texts: so it may begin a conversation there. */
export async function approveTemplate({ db }: Product, key = "follow_up"): Promise<void> {
  await db.sql`select app.note_template_state(c.id, t.id, '7788', ${`${key}_v1`}, 'approved', null)
    from channels c join whatsapp_templates t on t.workspace_id = c.workspace_id
    where t.key = ${key} and (c.capabilities ->> 'templates')::boolean`;
}
