// A process of its own: the Supabase API in front of a database of the benchmark's server, on a loopback port.
import "../../scripts/platform/enable-storage.ts";
import { createPostgresConnection } from "@supabase/lite/postgres";
import { createSupabaseApp } from "../../scripts/platform/create-supabase-app.ts";
import type { PlatformKeys } from "../../scripts/platform/platform-keys.ts";
import { listen } from "../../test/support/listen.ts";

/** Lite hands jsonb arguments over as JSON text already; the driver would quote that text a second time. */
const jsonAsGiven = (oid: number) => ({
  to: oid,
  from: [oid],
  serialize: (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value)),
  parse: (text: string) => JSON.parse(text) as unknown,
});

const connection = createPostgresConnection({
  url: process.env.BENCH_DATABASE_URL!,
  postgresOptions: {
    max: 8,
    onnotice: () => {},
    types: { json: jsonAsGiven(114), jsonb: jsonAsGiven(3802) },
  },
});
const keys = JSON.parse(process.env.BENCH_KEYS!) as PlatformKeys;
const gateway = await listen(createSupabaseApp(connection, keys));
process.send!({ url: gateway.url });
process.on("disconnect", () => process.exit(0));
