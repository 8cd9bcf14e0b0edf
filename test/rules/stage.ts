import type { Conditions, Rule } from "../../lib/settings/rules-setting.ts";
import type { Staff } from "../support/create-staff.ts";
import { accepted, inbound, type Kit, kit, pdf } from "../support/kit.ts";

/** A kit with a manager, who overrules. */
export interface Stage extends Kit {
  workspace: string;
  manager: Staff;
  saveRules(rules: Rule[]): Promise<void>;
  template(key: string, body: string): Promise<void>;
  /** What waits is sent, accepted and past its interval. */
  sendAll(): Promise<void>;
  /** As staff. */
  // biome-ignore lint/suspicious/noExplicitAny: answers of SQL functions
  ask(name: string, args: object): Promise<any>;
  override(id: string, decision: "send" | "dont_send"): Promise<string>;
  decisions(id: string): Promise<Record<string, unknown>[]>;
  text(n: number, words?: string): Promise<unknown>;
  file(n: number): Promise<unknown>;
}

export async function stage(): Promise<Stage> {
  const k = await kit();
  const [{ id: workspace }] = await k.sql<[{ id: string }]>`select id from workspaces`;
  const manager = await k.product.db.createStaff({ role: "manager" });
  let provider = 100;
  const ask = async (name: string, args: object) => {
    const { data, error } = await manager.client.rpc(name, args);
    if (error) throw new Error(`${error.code} ${error.message}`);
    return data;
  };
  return {
    ...k,
    workspace,
    manager,
    saveRules: (rules) => k.save("rules", { rules }),
    template: async (key, body) => {
      await k.sql`insert into whatsapp_templates (workspace_id, key, body) values (${workspace}, ${key}, ${body})`;
    },
    async sendAll() {
      for (let claim = await k.claim(); claim.action === "claimed"; claim = await k.claim()) {
        provider += 1;
        await k.settle(claim.message.id, claim.message.attempt, {
          ...accepted,
          providerMessageId: String(provider),
        });
        await k.shift(60_000);
      }
    },
    ask,
    async override(id, decision) {
      const call = Number((await k.call(id)).id);
      const { lifts } = await ask("call_lifts", { call });
      return ask("override_call", { call, decision, lifts });
    },
    decisions: async (id) =>
      k.sql`select * from ask_decisions where call_id = ${(await k.call(id)).id} order by id`,
    text: (n, words = "Va bene, la cerco") => k.wa(inbound(n, words)),
    file: (n) => k.wa(inbound(n, "", { message: pdf })),
  };
}

/** A rule that sends the usual text, unless `then` says otherwise. */
export const rule = (id: string, when: Conditions, then: Partial<Rule["then"]> = {}): Rule =>
  ({
    id,
    name: `Regola ${id}`,
    enabled: true,
    when,
    // biome-ignore lint/suspicious/noThenProperty: "when … then" is how a rule is read; nothing awaits one.
    then:
      then.send === false
        ? { reason: "No message for these.", ...then }
        : {
            send: true,
            template: "follow_up",
            delayMinutes: 0,
            priority: "live",
            expiresAfterHours: 72,
            ...then,
          },
  }) as Rule;

export const hour = 3_600_000;
