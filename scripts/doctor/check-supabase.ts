import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { z } from "zod";
import type { Config } from "../../lib/config.ts";
import { expectedMigration } from "../../lib/db/expected-migration.ts";
import { type Finding, fix, ok, skipped } from "./finding.ts";

const factsShape = z.object({
  clockScheduled: z.boolean().nullable(),
  /** As 170004; absent in an older schema. */
  postgres: z.number().optional(),
  tombstoneKeyGiven: z.boolean().optional(),
  members: z.number(),
  admins: z.number(),
  channels: z.array(
    z.object({
      name: z.string(),
      vendor: z.string(),
      state: z.string(),
      pauseReason: z.string().nullable(),
      pauseDetail: z.string().nullable(),
      secondsSinceTick: z.number().nullable(),
    }),
  ),
});

/** What the database says of this installation (public.deployment_facts). */
export type DeploymentFacts = z.infer<typeof factsShape>;

const keysPage = "Project settings → API keys";

/** Both keys, the schema's version, sign-up, members. The facts are null when the database would not tell. */
export async function checkSupabase(
  config: Config,
  fetchSupabase: typeof fetch,
): Promise<{ findings: Finding[]; facts: DeploymentFacts | null }> {
  const client = (key: string) =>
    createClient(config.supabaseUrl, key, {
      auth: { persistSession: false, autoRefreshToken: false },
      global: { fetch: fetchSupabase },
    });
  const service = client(config.secretKey);
  const { data: version, error, status } = await service.rpc("migration_version");
  if (error) return { findings: [whySecretKeyFails(config, error, status)], facts: null };

  const findings = [
    ok("Supabase answers, and the secret key has the service's rights."),
    compareVersion(version),
  ];
  findings.push(await publishableKey(client(config.publishableKey)), await signUp(config, fetchSupabase));
  const read = factsShape.safeParse((await service.rpc("deployment_facts")).data);
  if (read.success)
    findings.push(...postgresVersion(read.data), ...tombstoneKey(read.data, config), members(read.data));
  return { findings, facts: read.success ? read.data : null };
}

function whySecretKeyFails(
  config: Config,
  error: { code?: string; message: string },
  status: number,
): Finding {
  if (error.code === "42501") {
    return fix(
      "SUPABASE_SECRET_KEY lacks the service's rights.",
      `Copy the secret key, sb_secret_…, from ${keysPage}.`,
    );
  }
  if (error.code === "PGRST202" || error.code === "42883") {
    return fix("The database has no Aftercall in it.", "Run `supabase link` and `supabase db push`.");
  }
  if (status === 401 || status === 403) {
    return fix(
      "Supabase refuses SUPABASE_SECRET_KEY.",
      `Copy the secret key of this project from ${keysPage}.`,
    );
  }
  return fix(
    `Supabase does not serve at ${config.supabaseUrl} (${status || error.message}).`,
    "Compare SUPABASE_URL with the project's; a project that Supabase paused must be restored in its dashboard.",
  );
}

function compareVersion(found: unknown): Finding {
  if (found === expectedMigration)
    return ok(`The database is at migration ${expectedMigration}, as this code is.`);
  return String(found) > expectedMigration
    ? fix(
        `The database is at migration ${found}, ahead of this code.`,
        "Run the doctor of the version deployed.",
      )
    : fix(`The database is at migration ${found}, behind ${expectedMigration}.`, "Run `supabase db push`.");
}

/** Refused by Postgres means: taken by the gateway, as a role that may do nothing. */
async function publishableKey(anonymous: SupabaseClient): Promise<Finding> {
  const { error } = await anonymous.rpc("migration_version");
  if (error?.code === "42501") return ok("The publishable key is taken, and may do nothing by itself.");
  if (error) {
    return fix(
      "Supabase refuses SUPABASE_PUBLISHABLE_KEY.",
      `Copy the publishable key of this project from ${keysPage}.`,
    );
  }
  return fix(
    "SUPABASE_PUBLISHABLE_KEY may do what only the secret key should.",
    `Set the publishable key from ${keysPage}, and revoke the one that was public.`,
  );
}

/** `GET /auth/v1/settings` is what the dashboard's own pages ask (supabase/auth, openapi.yaml). */
async function signUp(config: Config, fetchSupabase: typeof fetch): Promise<Finding> {
  const settings = await fetchSupabase(`${config.supabaseUrl}/auth/v1/settings`, {
    headers: { apikey: config.publishableKey },
  })
    .then((response) => (response.ok ? response.json() : null))
    .catch(() => null);
  const known = z
    .object({ disable_signup: z.boolean(), external: z.object({ email: z.boolean() }) })
    .safeParse(settings);
  if (!known.success)
    return fix("Supabase Auth does not answer.", "Look at its health in the project's dashboard.");
  if (!known.data.disable_signup) {
    return fix(
      "Anybody can sign up.",
      'Switch "Allow new users to sign up" off, in Supabase under Authentication → Sign In / Providers.',
    );
  }
  if (!known.data.external.email) {
    return fix(
      "Nobody can sign in by e-mail.",
      "Switch Email on, in Supabase under Authentication → Sign In / Providers.",
    );
  }
  return ok("Sign-up is closed, and sign-in by e-mail is open.");
}

function postgresVersion({ postgres }: DeploymentFacts): Finding[] {
  if (postgres === undefined) return [];
  const major = Math.floor(postgres / 10_000);
  return [
    major >= 17
      ? ok(`The database is Postgres ${major}.`)
      : fix(
          `The database is Postgres ${major}, and Aftercall needs 17.`,
          "Upgrade it, in Supabase under Project settings → Infrastructure.",
        ),
  ];
}

function tombstoneKey({ tombstoneKeyGiven }: DeploymentFacts, { tombstoneSecret }: Config): Finding[] {
  if (tombstoneSecret === null) {
    return [
      skipped(
        "Who has a copy of the database can find out by trying who was erased: set TOMBSTONE_SECRET to a long random text.",
      ),
    ];
  }
  if (tombstoneKeyGiven === undefined) return [];
  return [
    tombstoneKeyGiven
      ? ok("The marks of erased people are keyed by TOMBSTONE_SECRET.")
      : skipped("TOMBSTONE_SECRET reaches the database with the clock's next tick."),
  ];
}

function members({ members, admins }: DeploymentFacts): Finding {
  const todo = "Run `npm run staff -- add EMAIL --role admin`.";
  if (members === 0) return fix("Nobody may see the monitor.", todo);
  if (admins === 0) return fix("There is no admin among the members.", todo);
  return ok(members === 1 ? "One member, an admin." : `${members} members, ${admins} of them admin.`);
}
