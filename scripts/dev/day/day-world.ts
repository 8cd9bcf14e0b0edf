import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { webhookApp } from "../../../lib/doors/webhook-app.ts";
import { createServices, type Services } from "../../../lib/services.ts";
import type { SqlDatabase } from "../../platform/sql-session.ts";
import { type DevMember, devMembers, ensureMember } from "../dev-members.ts";
import { whatsappId } from "./bodies.ts";
import type { DayClock } from "./day-clock.ts";
import type { PretendVendors } from "./pretend-vendors.ts";
import type { MemberKey } from "./story.ts";

export interface DaySupabase {
  url: string;
  fetch: typeof fetch;
  publishableKey: string;
  secretKey: string;
}

/** Colleagues of the three as whom one may sign in. */
const colleagues: readonly DevMember[] = [
  { key: "giulia", name: "Giulia Marchetti", email: "giulia@aftercall.test", role: "agent" },
  { key: "davide", name: "Davide Riva", email: "davide@aftercall.test", role: "agent" },
];

const secret = "of-the-pretend-day";

/** The product in this process, and those who use it. */
export interface DayWorld {
  database: SqlDatabase;
  services: Services;
  vendors: PretendVendors;
  channel: string;
  members: Record<MemberKey, DevMember & { id: string; client: SupabaseClient }>;
  /** The database's time. */
  now: Date;
  /** Something was queued, or may go on, since nothing was left to leave. */
  mayLeave: boolean;
  moveTo(at: Date): Promise<void>;
  postCloudtalk(body: object): Promise<void>;
  postWasender(body: object): Promise<void>;
  /** A verb of the database, as this member. */
  as<Result>(member: MemberKey, verb: string, args: object): Promise<Result>;
}

export async function dayWorld(
  database: SqlDatabase,
  supabase: DaySupabase,
  clock: DayClock,
  vendors: PretendVendors,
  password: string,
): Promise<DayWorld> {
  const services = createServices(environment(supabase, vendors), {
    supabaseFetch: supabase.fetch,
    // Nothing leaves by itself: the day says when.
    background: () => {},
    log: { info: () => {}, warn: () => {}, error: (...said: unknown[]) => console.error(...said) },
  });
  const door = webhookApp(() => services, services.vendors);
  const post = async (path: string, header: string, body: object) => {
    const response = await door.request(`http://127.0.0.1${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", [header]: secret },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  };
  const members = await signedIn(database, services.db, supabase, password);
  const [channel] = await database.query<{ id: string }>(
    "select id::text from channels order by created_at, id limit 1",
  );
  const world: DayWorld = {
    database,
    services,
    vendors,
    channel: channel!.id,
    members,
    now: new Date(0),
    mayLeave: true,
    async moveTo(at) {
      world.now = at;
      await clock.set(at);
    },
    postCloudtalk: (body) => post("/webhook/cloudtalk", "x-webhook-secret", body),
    postWasender: (body) => post("/api/whatsapp-webhook", "x-webhook-signature", body),
    async as<Result>(member: MemberKey, verb: string, args: object) {
      const { data, error } = await members[member].client.rpc(verb, args);
      if (error) throw new Error(`${verb}: ${error.message}`);
      return data as Result;
    },
  };
  return world;
}

function environment(supabase: DaySupabase, vendors: PretendVendors): Record<string, string> {
  return {
    SUPABASE_URL: supabase.url,
    SUPABASE_PUBLISHABLE_KEY: supabase.publishableKey,
    SUPABASE_SECRET_KEY: supabase.secretKey,
    WHATSAPP_API_URL: `${vendors.url}/wasender`,
    WHATSAPP_API_TOKEN: secret,
    WHATSAPP_WEBHOOK_SECRET: secret,
    CLOUDTALK_WEBHOOK_SECRET: secret,
    CLOUDTALK_API_URL: `${vendors.url}/cloudtalk`,
    CLOUDTALK_API_ID: whatsappId(),
    CLOUDTALK_API_KEY: secret,
  };
}

async function signedIn(
  database: SqlDatabase,
  service: SupabaseClient,
  { url, fetch, publishableKey }: DaySupabase,
  password: string,
) {
  const members: Partial<DayWorld["members"]> = {};
  for (const member of [...devMembers, ...colleagues]) {
    const id = await ensureMember(database, service, member, password);
    const client = createClient(url, publishableKey, {
      auth: { persistSession: false, autoRefreshToken: false },
      global: { fetch },
    });
    const { error } = await client.auth.signInWithPassword({ email: member.email, password });
    if (error) throw error;
    members[member.key as MemberKey] = { ...member, id, client };
  }
  return members as DayWorld["members"];
}
