import { type SettingKind, settings } from "../../lib/settings/settings.ts";
import { endedCall, inbound, pdf, phone } from "./calls.ts";
import type { Staff } from "./create-staff.ts";
import { createProduct, type Product } from "./product.ts";

export { createProduct, endedCall, inbound, type Product, pdf, phone };

// biome-ignore lint/suspicious/noExplicitAny: answers of doors and of SQL functions
type Any = any;

/** Short words for tests that play the worker themselves: nothing leaves by itself. */
export async function kit(env: Record<string, string> = {}) {
  const product = await createProduct(env, () => ({ background: () => {} }));
  const [{ id: channel }] = await product.db.sql<[{ id: string }]>`select id from channels`;
  const rpc = async (name: string, args: object): Promise<Any> => {
    const { data, error } = await product.db.service.rpc(name, args);
    if (error) throw new Error(`${error.code} ${error.message}`);
    return data;
  };
  let admin: Promise<Staff> | null = null;
  return {
    product,
    sql: product.db.sql,
    channel,
    rpc,
    /** What a claim says, and the one message that it hands out where there is a pace, with its text. */
    async claim(maxWaitMs = 0, worker: string = crypto.randomUUID()) {
      const claim = await rpc("claim_messages", { channel, max_wait_ms: maxWaitMs, worker });
      const [message] = claim.messages ?? [];
      return { ...claim, message: message && { ...message, text: message.content.text } };
    },
    settle: async (message: number, attempt: number, outcome: object) =>
      (await rpc("settle_messages", { channel, settlements: [{ message, attempt, outcome }] }))[0],
    msgs: () => product.db.sql`select * from whatsapp_messages order by id`,
    followUp: async (n: number) =>
      (await product.db.sql`select * from whatsapp_messages where recipient = ${phone(n)} order by id`)[0]!,
    call: async (id: string) =>
      (await product.db.sql`select * from cloudtalk_calls where cloudtalk_call_id = ${id}`)[0]!,
    ct: async (b: unknown) => (await (await product.postCloudtalk(b)).json()) as Any,
    wa: async (b: unknown) => (await (await product.postWasender(b)).json()) as Any,
    shift: (ms: number) => product.db.shiftClock(ms),
    /** As an admin of the company saves it: read by the product's schema, over the version that holds. */
    async save(kind: SettingKind, value: unknown) {
      admin ??= product.db.createStaff({ role: "admin" });
      const { userId } = await admin;
      const [{ workspace, version }] = await product.db.sql<[{ workspace: string; version: number }]>`
        select id as workspace, coalesce((select max(version) from workspace_settings s
          where s.workspace_id = w.id and s.kind = ${kind}), 0) as version
        from workspaces w where key = 'default'`;
      const given = { workspace, kind, value: settings[kind].parse(value) };
      const answer = await rpc("save_settings", { ...given, expected_version: version, actor: userId });
      if (!answer.saved) throw new Error(`${kind} was not saved: ${JSON.stringify(answer)}`);
    },
  };
}
export type Kit = Awaited<ReturnType<typeof kit>>;
export const accepted = { kind: "accepted", providerMessageId: "58", httpStatus: 200 };
export const limited = { kind: "not_sent", code: "rate_limited", message: "slow", retryAfterMs: 5_000 };
export const refusal = { data: { callId: "900000001", caller_number: phone(1), shouldSend: false } };
export const lid = "180000000000777@lid";
export const hidden = (n: number, text: string, key: object = {}, over: object = {}) =>
  inbound(n, text, {
    key: { remoteJid: lid, cleanedSenderPn: null, senderPn: null, senderLid: lid, ...key },
    ...over,
  });
export const echo = (n: number, id: string, text: string, key: object = {}, over: object = {}) => ({
  event: "messages.upsert",
  data: {
    messages: [
      {
        key: { id, fromMe: true, remoteJid: `${phone(n).slice(1)}@s.whatsapp.net`, ...key },
        message: { conversation: text },
        ...over,
      },
    ],
  },
});
