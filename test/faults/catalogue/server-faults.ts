import postgres, { type Sql } from "postgres";
import { databaseUrl } from "../../support/postgres-server.ts";
import type { Fault } from "../fault.ts";
import type { OwnPostgres } from "../stage/own-postgres.ts";
import type { Stage } from "../stage/stage.ts";
import { gatewaySessions } from "../stage/stage-database.ts";
import { until } from "../stage/until.ts";

const stageOptions = { databaseGoes: true };

/** Faults of a whole server; `own` is asked when they run. */
export const serverFaults = (own: () => OwnPostgres): Fault[] => [
  {
    name: "database restarted",
    stage: stageOptions,
    async run(stage) {
      await stage.start();
      await stage.tell(1, 2, 3);
      await stage.wasender.begun(stage.random.between(1, 2));
      await own().stop();
      await stage.tell(4, 5);
      const violations = refusedPolitely(stage);
      await own().start();
      await isBack(stage);
      return { uncertain: [0, 1], violations: () => violations };
    },
  },
  {
    name: "database crashed (kill -9 of a session)",
    stage: stageOptions,
    async run(stage) {
      await stage.start();
      await stage.tell(1, 2, 3);
      await stage.wasender.begun(stage.random.between(1, 2));
      const [session] = await stage.sql<{ pid: number }[]>`
        select pid from pg_stat_activity where datname = ${stage.database} and application_name = ${gatewaySessions} limit 1`;
      // Postgres then ends all other sessions too, and recovers from its log.
      process.kill(session!.pid, "SIGKILL");
      await stage.tell(4, 5);
      await isBack(stage);
      return { uncertain: [0, 1] };
    },
  },
  {
    name: "database full of held connections",
    stage: stageOptions,
    async run(stage) {
      await stage.start();
      await stage.tell(1, 2);
      const held = await holdAll(stage, own());
      await stage.tell(3, 4, 5);
      const violations = refusedPolitely(stage);
      await Promise.all(held.map((session) => session.end({ timeout: 1 })));
      return { uncertain: [0, 1], violations: () => violations };
    },
  },
];

/** A door without its database says so, and when to come back. */
function refusedPolitely({ sender }: Stage): string[] {
  const refused = sender.tries.filter(({ status }) => status === 503);
  return refused.length > 0 ? [] : ["no delivery was refused with 503"];
}

async function isBack({ sql }: Stage): Promise<void> {
  await until("the database to be back", () =>
    sql`select 1`.then(
      () => true,
      () => false,
    ),
  );
}

/** Ends the API's sessions and takes their places before it can, until the server refuses everybody. */
async function holdAll({ sql, database }: Stage, { server }: OwnPostgres): Promise<Sql[]> {
  const held: Sql[] = [];
  const take = async () => {
    const session = postgres(databaseUrl(server, "postgres"), {
      max: 1,
      onnotice: () => {},
      max_lifetime: null,
    });
    const taken = await session`select 1`.then(
      () => true,
      () => false,
    );
    if (taken) held.push(session);
    else await session.end({ timeout: 1 });
    return taken;
  };
  const others = () => sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = ${database} and application_name = ${gatewaySessions}`;
  await until("the server to be full", async () => {
    while (await take());
    return (await others()).length === 0;
  });
  return held;
}
