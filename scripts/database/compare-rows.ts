import postgres from "postgres";

/** A row's own: different in every database. */
const own = [
  "id",
  "workspace_id",
  "channel_id",
  "created_at",
  "updated_at",
  "inner_block",
  "outer_block",
  "added_at",
];

/** Tables whose rows are not those of the other database, as sentences. A diff of schemas does not see rows. */
export async function compareRows(migrations: string, schemas: string): Promise<string[]> {
  const [ours, theirs] = await Promise.all([rowsOf(migrations), rowsOf(schemas)]);
  const names = [...new Set([...ours.keys(), ...theirs.keys()])].sort();
  return names
    .filter((name) => ours.get(name) !== theirs.get(name))
    .map(
      (name) =>
        `The rows of ${name} differ: write what changes them into the newest file of supabase/migrations.`,
    );
}

async function rowsOf(url: string): Promise<Map<string, string>> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const tables = await sql<{ name: string }[]>`
      select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'app')`;
    const rows = new Map<string, string>();
    for (const { name } of tables) {
      const [row] = await sql.unsafe(
        `select coalesce(md5(string_agg(r, ',' order by r)), '') as digest
         from (select (to_jsonb(t) - $1::text[])::text as r from ${name} t) rows`,
        [own],
      );
      rows.set(name, String(row!.digest));
    }
    return rows;
  } finally {
    await sql.end();
  }
}
