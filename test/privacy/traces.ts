import type { Sql } from "postgres";

/** Every row of every table of ours that still holds one of these words, as `table: row`. */
export async function traces(sql: Sql, words: string[]): Promise<string[]> {
  const tables = await sql<{ name: string }[]>`select c.relname as name from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by 1`;
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await sql.unsafe<{ row: string }[]>(`select t::text as row from public.${name} t`);
    for (const { row } of rows) {
      const plain = row.toLowerCase();
      if (words.some((word) => plain.includes(word.toLowerCase()))) found.push(`${name}: ${row}`);
    }
  }
  return found;
}
