import { writeMessage } from "../../../simulator/phone/write-message.ts";
import { addGuest } from "../../../simulator/world/add-guest.ts";
import { phone } from "../../support/calls.ts";
import { graphError, inDoubt, refuses, told } from "./answers.ts";
import type { NumberFault } from "./number-fault.ts";
import type { NumberStage } from "./number-stage.ts";

const aDay = 86_400_000;
const of = (n: number, ending: ReturnType<ReturnType<typeof inDoubt>>) =>
  ending ? { endings: { [n]: ending } } : {};

/** The call of a SQL function gets lost while customer 1's message is in it; two more go well. */
function lost(
  name: string,
  point: "before" | "after",
  rpc: string,
  { times = 1, ending = () => null }: { times?: number; ending?: ReturnType<typeof inDoubt> } = {},
): NumberFault {
  return {
    name,
    async run(stage) {
      stage.cut(point, rpc, times);
      await stage.tell(1);
      await stage.tell(2, 3);
      return of(1, ending(stage.vendor));
    },
  };
}

/** Writes to the number, so that its window is open. */
async function write({ graph: { sim }, vendor, product }: NumberStage, n: number) {
  const customer = addGuest(sim.world, phone(n), `Cliente ${n}`);
  await writeMessage(sim, customer, { line: vendor, kind: "text", text: "Mi potete chiamare?" }).taken;
  await product.afterResponses();
  return customer;
}

const standing = async ({ product }: NumberStage) => {
  const [row] = await product.db.sql`select state, pause_reason from channels`;
  return `${row!.state} ${row!.pause_reason}`;
};

/** What happens to the process, the database's answers, the webhooks, and the time between. */
export const wayFaults: NumberFault[] = [
  lost("the process ends after its claim", "after", "claim_messages", {
    ending: () => ({ status: "uncertain", code: "worker_died", isUnseen: true }),
  }),
  lost("the process ends between the send and its settlement", "before", "settle_messages", {
    times: 3,
    ending: inDoubt("worker_died"),
  }),
  lost("a settlement is cut off, and repeated", "before", "settle_messages"),
  lost("the answer to a settlement is lost", "after", "settle_messages"),
  lost("a call is not recorded, and told again", "before", "record_delivery"),
  lost("the answer to a recorded call is lost, and it is told again", "after", "record_delivery"),
  {
    name: "webhooks get lost, and come again",
    async run(stage) {
      stage.loseWebhooks(1);
      await stage.tell(...told);
      return {};
    },
  },
  {
    name: "every webhook comes again, and once more the next day",
    only: "meta",
    async run(stage) {
      stage.graph.sim.world.switches.metaTwice = true;
      await stage.tell(...told);
      await stage.tick();
      await stage.pass(aDay);
      return {};
    },
  },
  {
    name: "statuses come in one body, newest first",
    only: "meta",
    async run(stage) {
      stage.graph.sim.world.switches.metaNewestFirst = true;
      await stage.tell(...told);
      return {};
    },
  },
  {
    name: "the access ends midway, and is mended",
    async run(stage) {
      const ended = refuses(401, graphError(190, "Session has expired"));
      for (const n of [2, 3, 4]) stage.planFor(n, ended);
      await stage.tell(...told);
      const stands = await standing(stage);
      const tries = stage.knocks.length;
      await stage.tell(4);
      const violations = stands === "paused bad_key" ? [] : [`the number is ${stands}`];
      if (stage.knocks.length > tries) violations.push("it goes on with an access that has ended");
      stage.planFor(4, (knock) => knock.deliver());
      const { client } = await stage.product.db.createStaff({ role: "admin" });
      const [{ id }] = await stage.product.db.sql<[{ id: string }]>`select id from channels`;
      const { error } = await client.rpc("set_channel_paused", { channel: id, paused: false });
      if (error) violations.push(error.message);
      return { violations };
    },
  },
  {
    name: "the window closes between the claim and the send",
    async run(stage) {
      const customer = await write(stage, 1);
      await stage.pass(60_000);
      stage.plan(1, (knock) => {
        knock.refused = true;
        customer.wroteAt[stage.vendor] = stage.graph.sim.world.now() - aDay - 1;
        return knock.deliver();
      });
      await stage.tell(1, 2);
      await stage.tick();
      const kinds = stage.knocks.filter(({ to }) => to === phone(1)).map(({ isTemplate }) => isTemplate);
      return { violations: kinds.join() === "false,true" ? [] : [`customer 1 was sent ${kinds.join()}`] };
    },
  },
  {
    name: "that the window is closed is told by a status",
    only: "meta",
    async run(stage) {
      const customer = await write(stage, 1);
      await stage.pass(60_000);
      stage.graph.sim.world.switches.metaClosedLater = true;
      stage.plan(1, (knock) => {
        customer.wroteAt.meta = stage.graph.sim.world.now() - aDay - 1;
        return knock.deliver();
      });
      await stage.tell(1, 2);
      return { endings: { 1: { status: "failed", code: "window_closed", isUnseen: true } } };
    },
  },
  {
    name: "too much was sent to one person, who waits alone",
    only: "meta",
    async run(stage) {
      stage.plan(1, refuses(400, graphError(131056)));
      await stage.tell(...told);
      const [, second, third] = stage.knocks;
      const went = [second?.to, third?.to].join() === [phone(2), phone(3)].join();
      return { violations: went ? [] : ["the others waited too"] };
    },
  },
  {
    name: "it is dropped when its time is over, without a word",
    only: "meta",
    async run(stage) {
      stage.plan(1, (knock) => {
        Object.assign(stage.graph.sim.world.switches, { metaFault: "expires", metaFaultOnce: true });
        return knock.deliver();
      });
      await stage.tell(...told);
      await stage.tick();
      await stage.pass(3 * aDay + 2 * 3_600_000);
      await stage.tick();
      return { endings: { 1: { status: "failed", code: "not_delivered", isUnseen: true } } };
    },
  },
  {
    name: "the phone is off for two days",
    async run(stage) {
      const customer = addGuest(stage.graph.sim.world, phone(1), "Cliente 1");
      customer.isPhoneOff = true;
      await stage.tell(...told);
      await stage.pass(2 * aDay);
      await stage.tick();
      customer.isPhoneOff = false;
      stage.graph.sim.world.touch();
      return {};
    },
  },
];
