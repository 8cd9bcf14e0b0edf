import { describeApiKey } from "../../lib/base/api-key.ts";
import type { SqlSession } from "../platform/sql-session.ts";

/** A key of the role manager, for scripts that drive a running dev. */
export async function ensureProgram({ query }: SqlSession, apiKey: string): Promise<void> {
  const { prefix, hash } = describeApiKey(apiKey);
  await query(
    `insert into public.api_keys (workspace_id, name, role, prefix, hash)
     select id, 'Dev', 'manager', $1::text, $2::text from public.workspaces where key = 'default'
     on conflict (hash) do nothing`,
    [prefix, hash],
  );
}
