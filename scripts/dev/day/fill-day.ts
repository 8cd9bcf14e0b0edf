import { callRpc } from "../../../lib/db/call-rpc.ts";
import { outboxStore } from "../../../lib/outbox/outbox-store.ts";
import { raiseAlerts } from "../../../lib/work/alerts/raise-alerts.ts";
import { runTasks } from "../../../lib/work/tasks/run-tasks.ts";
import type { SqlDatabase } from "../../platform/sql-session.ts";
import { acts, somebody } from "./acts.ts";
import { sessionBody } from "./bodies.ts";
import { dayClock } from "./day-clock.ts";
import { type DayTimes, dayTimes, type When } from "./day-times.ts";
import { type DaySupabase, type DayWorld, dayWorld } from "./day-world.ts";
import { leaving } from "./leave.ts";
import { people } from "./people.ts";
import { pretendVendors } from "./pretend-vendors.ts";
import type { MemberKey } from "./story.ts";
import { type Timeline, timeline } from "./timeline.ts";

export interface DayParts {
  database: SqlDatabase;
  supabase: DaySupabase;
  /** Of every member of the day. */
  password: string;
  /** When the day is looked at. */
  now: Date;
}

/** What a fresh workspace has. */
const timeZone = "Europe/Rome";

/**
 * Fills an empty database with a believable day: calls, what they led to, answers, and what staff did, through the product's own
 * doors and verbs, with the database's time moved meanwhile and put back.
 */
export async function fillDay({ database, supabase, password, now }: DayParts): Promise<void> {
  const times = dayTimes(now, timeZone);
  const vendors = await pretendVendors();
  const clock = await dayClock(database, times.at("ven 08:00"));
  try {
    const world = await dayWorld(database, supabase, clock, vendors, password);
    await world.moveTo(times.at("ven 08:00"));
    await begin(world);
    await live(world, times, write(world, times));
  } finally {
    await clock.putBack();
    await vendors.close();
  }
}

async function begin({ database, services, members, postWasender, now }: DayWorld): Promise<void> {
  // As a company that has been here for a while.
  await database.query("update workspaces set name = 'Consulenza Energia Aurora'");
  await database.query("update channels set daily_limit = 250, name = 'WhatsApp vendite'");
  const [workspace] = await database.query<{ id: string }>("select id::text from workspaces");
  await callRpc(services.db, "save_template", {
    workspace: workspace!.id,
    key: "follow_up",
    language: "it",
    body: text,
    actor: members.marco.id,
    expected_version: 1,
    title: "Richiesta bolletta",
  });
  await postWasender(sessionBody("connected", now));
}

const text = `Buongiorno, sono {agent_first_name} di Consulenza Energia Aurora.

Come da nostra telefonata, mi può mandare qui una foto o il PDF dell'ultima bolletta della luce? Bastano la prima pagina e quella con i consumi.

Grazie, a presto.`;

interface Written {
  line: Timeline;
  leaveOne(until: Date): Promise<boolean>;
}

/** Everything that happens, at its time. */
function write(world: DayWorld, times: DayTimes): Written {
  const line = timeline();
  const { call, perform } = acts(world, times);
  const everybody = people.map(somebody);
  const told = new Set<string>();
  const { leaveOne } = leaving(world, line, (phone) => {
    const isFirst = !told.has(phone);
    told.add(phone);
    return isFirst ? everybody.find((who) => who.phone === phone)?.story.send : "read";
  });
  const at = (when: When, work: () => Promise<void>) =>
    line.put(times.at(when), async () => {
      await work();
      world.mayLeave = true;
    });
  for (const who of everybody) {
    if (who.story.call) {
      const [when, operator, seconds] = who.story.call;
      at(when, () => call(who, operator, seconds));
    }
    for (const act of who.story.acts ?? []) at(act.at, () => perform(who, act));
  }
  const tick = async () => void (await outboxStore.tick(world.services.db));
  const session = (status: "connected" | "disconnected") => () =>
    world.postWasender(sessionBody(status, world.now));
  for (const when of ["ven 13:00", "ven 18:00", "sab 12:00", "dom 12:00"] as const) at(when, tick);
  at("ven 18:40", () => readAll(world, ["samuela", "marco", "anna"]));
  at("oggi 02:41", session("disconnected"));
  at("oggi 02:46", () => raiseAlerts(world.services).then(() => {}));
  at("oggi 08:33", session("connected"));
  at("oggi 08:38", tick);
  at("oggi 08:39", () => raiseAlerts(world.services).then(() => {}));
  return { line, leaveOne };
}

async function live(world: DayWorld, { end }: DayTimes, { line, leaveOne }: Written): Promise<void> {
  for (;;) {
    const next = line.next();
    const until = next && next < end ? next : end;
    if (await leaveOne(until)) continue;
    if (!next || next > end) break;
    if (next > world.now) await world.moveTo(next);
    await line.step();
  }
  await world.moveTo(end);
  await runTasks(world.services);
}

/** They looked at everybody before they went home: public.mark_read as each of them. */
async function readAll({ database, members }: DayWorld, who: MemberKey[]): Promise<void> {
  for (const key of who) {
    await database.query(
      `with me as materialized (select set_config('request.jwt.claim.sub', $1::text, true))
       select count(public.mark_read(k.contact_id)) from me, conversations k`,
      [members[key].id],
    );
  }
}
