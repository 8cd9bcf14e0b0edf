import type { Fault } from "../fault.ts";
import { type Fate, isHandedOut } from "../stage/gateway.ts";
import type { Stage } from "../stage/stage.ts";
import { gatewaySessions } from "../stage/stage-database.ts";
import { until } from "../stage/until.ts";

const terminate = ({ sql, database }: Stage) => sql`
  select pg_terminate_backend(pid) from pg_stat_activity
  where datname = ${database} and application_name = ${gatewaySessions}`;

/** The answer of one call of the database is lost on its way; the process lives and may ask again. */
function lost(
  name: string,
  point: "before" | "after",
  rpc: string,
  uncertain: number | [number, number],
): Fault {
  return {
    name: `database ${name}`,
    async run(stage) {
      stage.gateway.trap(point, rpc, stage.random.between(1, 3), () => "cut");
      await stage.start();
      await stage.tell(1, 2, 3, 4, 5);
      return { uncertain };
    },
  };
}

export const databaseFaults: Fault[] = [
  lost("connection cut before a delivery is recorded", "before", "record_delivery", 0),
  lost("connection cut after a delivery was recorded", "after", "record_delivery", 0),
  lost("connection cut before a settle", "before", "settle_messages", 0),
  lost("connection cut after a settle", "after", "settle_messages", 0),
  {
    // A slot armed at the claim alone is spent before the send reaches the provider, and the next one follows at once.
    name: "database answers a claim an interval late",
    async run(stage) {
      const slotHasCome = async () =>
        (await stage.sql`select from channels where next_slot_at < app.now()`).length > 0;
      const late = async (): Promise<Fate> => {
        await until("the next slot", slotHasCome);
        return "pass";
      };
      stage.gateway.trap("after", "claim_messages", stage.random.between(1, 3), late, { when: isHandedOut });
      await stage.start();
      await stage.tell(1, 2, 3, 4, 5);
      return { uncertain: 0 };
    },
  },
  {
    name: "database never answers a delivery",
    stage: { env: { FAULT_DATABASE_TIMEOUT_MS: "2500" } },
    async run(stage) {
      stage.gateway.trap("before", "record_delivery", 1, () => "never");
      stage.gateway.trap("after", "record_delivery", 2, () => "never");
      await stage.start();
      await stage.tell(1, 2, 3);
      return { uncertain: 0 };
    },
  },
  {
    name: "database sessions terminated, again and again",
    stage: { databaseGoes: true },
    async run(stage) {
      await stage.start();
      let cuts = 0;
      const told = stage.tell(1, 2, 3, 4, 5, 6);
      for (const rpc of ["claim_messages", "settle_messages", "record_delivery"]) {
        stage.gateway.trap("before", rpc, stage.random.between(1, 3), () => {
          // At the same time as the call: it may be committed or not.
          void terminate(stage).then(() => {
            cuts += 1;
          });
          return "pass";
        });
      }
      await told;
      await until("a termination", () => cuts > 0);
      return { uncertain: [0, 2] };
    },
  },
];
