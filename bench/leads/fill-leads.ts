import type { Sql } from "postgres";
import { staffId } from "../growth/create-grown-database.ts";

/** Submissions of half as many people, over ninety days, from four sources and twenty campaigns, in every state. */
export async function fillLeads(sql: Sql, count: number): Promise<void> {
  await sql`insert into memberships (workspace_id, user_id, role) select id, ${staffId}, 'admin' from workspaces`;
  await sql.unsafe("set session_replication_role = replica");
  const people = Math.ceil(count / 2);
  for (const statement of [
    `insert into contacts (id, workspace_id, name, phone_known) overriding system value
      select n, w.id, 'Anna Bianchi ' || n, true from workspaces w, generate_series(1, ${people}) n`,
    `insert into contact_identities (workspace_id, kind, value, contact_id, lookup_at)
      select w.id, 'phone', '+39347' || lpad(n::text, 7, '0'), n, null from workspaces w, generate_series(1, ${people}) n`,
    `insert into leads (workspace_id, contact_id, source, external_id, status, form_id, form, campaign, answers, facts,
        submitted_at, created_at, state)
      select w.id, 1 + n % ${people}, (array['meta_ads', 'google_ads', 'import', 'api'])[1 + n % 4], n::text, 'created',
        '7', 'Agrisolare', 'Campagna ' || n % 20, '[{"name": "full_name", "values": ["Anna Bianchi"], "as": "full_name"}]',
        jsonb_build_object('contactName', 'Anna Bianchi ' || n, 'email', 'anna' || n || '@example.com',
          'phone', jsonb_build_object('e164', '+39347' || lpad((1 + n % ${people})::text, 7, '0'), 'problem', null)),
        app.now() - interval '90 days' * (1 - n::double precision / ${count}),
        app.now() - interval '90 days' * (1 - n::double precision / ${count}),
        (array['new', 'queued', 'contacted', 'answered', 'bill', 'won', 'lost'])[1 + n % 7]
      from workspaces w, generate_series(1, ${count}) n`,
  ]) {
    await sql.unsafe(statement);
  }
  await sql.unsafe("set session_replication_role = origin");
  await sql.unsafe("analyze");
}
