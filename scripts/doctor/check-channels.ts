import { createClient } from "@supabase/supabase-js";
import { openSeal } from "../../lib/base/seal.ts";
import type { Config } from "../../lib/config.ts";
import { formKeyContext, readFormKeys } from "../../lib/inbox/form-keys.ts";
import { readAccess, sealContext } from "../../lib/outbox/channel-access.ts";
import { type Finding, fix, ok, skipped } from "./finding.ts";

/** Whether this environment's keys open the credentials that channels and forms have of their own; nothing where none has any. */
export async function checkChannels(
  { supabaseUrl, secretKey, channelKeys }: Config,
  fetchSupabase: typeof fetch,
): Promise<Finding[]> {
  const service = createClient(supabaseUrl, secretKey, {
    auth: { persistSession: false, autoRefreshToken: false },
    global: { fetch: fetchSupabase },
  });
  // Why the database does not answer, others say.
  const all = await readAccess(service).catch(() => []);
  const forms = await readFormKeys(service).catch(() => []);
  const sealed = [
    ...all.flatMap(({ channel, name, sealed: text }) =>
      text === null ? [] : [{ name, ...openSeal(channelKeys, text, sealContext(channel)) }],
    ),
    ...forms.map(({ id, name, sealed: text }) => ({
      name: `the form ${name}`,
      ...openSeal(channelKeys, text, formKeyContext(id)),
    })),
  ];
  if (sealed.length === 0) return [];
  const shut = sealed.filter(({ kind }) => kind !== "open");
  const older = sealed.filter(({ kind, keyId }) => kind === "open" && keyId !== channelKeys[0]?.id);
  const findings = shut.map(({ name, kind, keyId }) =>
    fix(
      kind === "no_key"
        ? `No key of CHANNEL_KEYS opens the credentials of ${name}: "${keyId}" sealed them.`
        : `The key "${keyId}" of CHANNEL_KEYS does not open the credentials of ${name}.`,
      `Put the right "${keyId}" back into CHANNEL_KEYS, or give them again on the monitor under Settings.`,
    ),
  );
  const olderIds = [...new Set(older.map(({ keyId }) => `"${keyId}"`))].join(", ");
  if (older.length > 0) {
    findings.push(skipped(`${olderIds} still seals credentials: the clock's next tick seals them anew.`));
  }
  if (findings.length === 0)
    findings.push(ok("The newest key of CHANNEL_KEYS opens every channel's and form's credentials."));
  return findings;
}
