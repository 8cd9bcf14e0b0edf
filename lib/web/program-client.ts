import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { hashApiKey, isApiKey } from "../base/api-key.ts";
import { Problem } from "../base/problem.ts";
import type { Services } from "../services.ts";

const verbPath = /\/rest\/v1\/rpc\/(\w+)$/;

/**
 * Acts as the program whose key this is: each verb goes through `as_program`, which looks the key up, takes the role of staff and
 * knows which verbs are for programs. Whatever else a client of Supabase can do (tables, files, accounts) is answered 403 here.
 * Throws Problem `unauthorized` for what cannot be a key.
 */
export function programClient(
  { config, supabaseFetch }: Pick<Services, "config" | "supabaseFetch">,
  key: string,
): SupabaseClient {
  if (!isApiKey(key)) {
    throw new Problem("unauthorized", "This is no API key: it begins with aftercall_ and has 53 characters.");
  }
  const keyHash = hashApiKey(key);
  const throughTheDoor: typeof fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    const verb = verbPath.exec(url)?.[1];
    if (verb === undefined || init?.method !== "POST") {
      return Response.json({ code: "42501", message: "This is not for programs." }, { status: 403 });
    }
    const args: unknown = JSON.parse(String(init.body ?? "{}"));
    return supabaseFetch(url.replace(verbPath, "/rest/v1/rpc/as_program"), {
      ...init,
      body: JSON.stringify({ key_hash: keyHash, verb, args }),
    });
  };
  return createClient(config.supabaseUrl, config.secretKey, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    global: { fetch: throughTheDoor },
  });
}
