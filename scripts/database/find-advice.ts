import { z } from "zod";
import type { SupabaseCli } from "./supabase-cli.ts";

const answer = z.object({
  results: z.array(
    z.object({ name: z.string(), level: z.string(), detail: z.string(), remediation: z.string().nullish() }),
  ),
});

export type Advice = z.infer<typeof answer>["results"][number];

/** A database that was made a second ago has used no index: this advice is about traffic, not about a schema. */
const aboutTraffic = new Set(["unused_index"]);

/** What Supabase's security and performance advisors say of the schema, every level included. */
export async function findAdvice(cli: SupabaseCli): Promise<Advice[]> {
  const said = await cli.run("db", "advisors", "--type=all", "--level=info", "--output-format=json");
  const { results } = answer.parse(JSON.parse(said));
  return results.filter(({ name }) => !aboutTraffic.has(name));
}

export function describeAdvice({ level, name, detail, remediation }: Advice): string {
  return `${level} ${name}: ${detail}${remediation ? `\n    ${remediation}` : ""}`;
}
