import { type Kit, kit } from "../support/kit.ts";

export const hour = 3_600_000;
export const day = 24 * hour;

export const twoSteps = {
  enabled: true,
  steps: [
    { afterDays: 3, template: "reminder" },
    { afterDays: 4, template: "last_call" },
  ],
};

/** A product with reminders after three days, and four days after that. Its workers are the ticks of the test. */
export async function stage(setting: object = twoSteps, env: Record<string, string> = {}) {
  const k: Kit = await kit(env);
  await k.sql`insert into whatsapp_templates (workspace_id, key, body)
    select id, t.key, t.body from workspaces cross join (values
      ('reminder', 'Buongiorno {contact_name|cliente}, ha trovato le bollette?'),
      ('last_call', 'Ultimo promemoria per le bollette.')) t (key, body)
    where workspaces.key = 'default' on conflict (workspace_id, key) do update set body = excluded.body`;
  await k.save("reminders", setting);
  return {
    ...k,
    tick: () => k.product.tick(),
    /** Time passes, and the clock has its tick. */
    async later(ms: number) {
      await k.shift(ms);
      return k.product.tick();
    },
    reminders: () => k.sql`select * from whatsapp_messages where purpose = 'reminder' order by id`,
    sends: () => k.product.wasender.sends.map(({ to, text }) => ({ to, text: text.slice(0, 20) })),
    pause: (paused: boolean) => k.sql`update channels set state = ${paused ? "paused" : "active"},
      pause_reason = ${paused ? "staff" : null}, paused_at = ${paused ? new Date() : null}`,
  };
}
export type Stage = Awaited<ReturnType<typeof stage>>;
