import { HttpResponse, http } from "msw";
import { cloudtalk } from "../../lib/vendors/cloudtalk/vendor.ts";
import { meta } from "../../lib/vendors/meta/vendor.ts";
import { metaSubject } from "../conformance/subjects/meta.ts";
import type { Staff } from "../support/create-staff.ts";
import { createProduct, type Product } from "../support/product.ts";

export const account = "102290129340398";
const graph = "https://graph.facebook.com/v26.0";

interface Row {
  id: string;
  name: string;
  language: string;
  status: string;
  [field: string]: unknown;
}
interface Written {
  name?: string;
  language?: string;
  category?: string;
  components: { type: string; text?: string }[];
  [field: string]: unknown;
}
export type TemplateStage = Awaited<ReturnType<typeof templateStage>>;

/** The product with one number at Meta and a pretend account there, which keeps what it is told. */
export async function templateStage() {
  const product: Product = await createProduct(
    {
      ...metaSubject.env,
      META_WHATSAPP_BUSINESS_ACCOUNT_ID: account,
      WHATSAPP_API_TOKEN: "",
      WHATSAPP_WEBHOOK_SECRET: "",
    },
    () => ({ vendors: [cloudtalk, meta] }),
  );
  const rows: Row[] = [];
  const written: { method: string; id: string | null; body: Written }[] = [];
  const refusals: Response[] = [];
  const refused = () => refusals.shift();
  product.wasender.use(
    http.get(`${graph}/${account}/message_templates`, () => refused() ?? HttpResponse.json({ data: rows })),
    http.post(`${graph}/${account}/message_templates`, async ({ request }) => {
      const body = (await request.json()) as Written;
      written.push({ method: "create", id: null, body });
      const refusal = refused();
      if (refusal) return refusal;
      const id = String(7000 + rows.length);
      rows.push({ ...body, id, name: body.name!, language: body.language!, status: "PENDING" });
      return HttpResponse.json({ id, status: "PENDING", category: body.category });
    }),
    http.post(`${graph}/:id`, async ({ request, params }) => {
      const body = (await request.json()) as Written;
      written.push({ method: "edit", id: String(params.id), body });
      const refusal = refused();
      if (refusal) return refusal;
      const row = rows.find(({ id }) => id === params.id);
      if (row) Object.assign(row, body, { status: "PENDING" });
      return HttpResponse.json({ success: true });
    }),
    http.delete(`${graph}/${account}/message_templates`, ({ request }) => {
      const id = new URL(request.url).searchParams.get("hsm_id");
      rows.splice(
        rows.findIndex((row) => row.id === id),
        1,
      );
      return HttpResponse.json({ success: true });
    }),
  );
  await product.db.sql`update channels set name = 'Vendite'`;
  await product.tick();
  await product.afterResponses();
  const manager = await product.db.createStaff({ role: "manager" });
  const [{ id: workspace }] = await product.db.sql<[{ id: string }]>`select id from workspaces`;
  const [{ id: channel }] = await product.db.sql<[{ id: string }]>`select id from channels`;
  return {
    product,
    manager,
    workspace,
    channel,
    rows,
    written,
    refusals,
    sql: product.db.sql,
    as(staff: Staff, name: string, args: object) {
      return staff.client.rpc(name, args);
    },
    /** What the clock does of it, and the tasks that it left. */
    async tick() {
      await product.tick();
      await product.afterResponses();
    },
    async state() {
      const [row] = await product.db.sql`select s.* from whatsapp_template_states s order by id limit 1`;
      return row!;
    },
    news: (value: object) =>
      product.db
        .sql`select app.note_template_news(${channel}, ${product.db.sql.json(value as never)}) as known`,
  };
}
