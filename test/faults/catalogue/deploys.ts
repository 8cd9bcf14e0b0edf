import { phone } from "../../support/calls.ts";
import type { Fault } from "../fault.ts";
import { pressResend } from "../stage/press-resend.ts";
import { accept } from "../stage/pretend-wasender.ts";
import type { Stage } from "../stage/stage.ts";
import { until } from "../stage/until.ts";

function deploy(name: string, signal: "SIGTERM" | "SIGKILL", uncertain: 0 | [0, 1]): Fault {
  return {
    name: `deploy in the middle of a batch, the old process ${name}`,
    async run(stage) {
      const old = await stage.start();
      await stage.tell(1, 2, 3, 4);
      await stage.wasender.begun(stage.random.between(1, 3));
      await stage.start();
      const ended = old.stop(signal);
      await stage.tell(5, 6);
      await ended;
      return { uncertain };
    },
  };
}

/**
 * A process stands still from the moment its message is on the phone until `meanwhile` is done; its lease has ended by
 * then. What Vercel does to a function between its invocations.
 */
function frozen(
  name: string,
  resent: boolean,
  meanwhile: (stage: Stage, to: string) => Promise<void>,
): Fault {
  return {
    name: `process frozen after the provider delivered, ${name}`,
    async run(stage) {
      const old = await stage.start();
      let to = "";
      stage.wasender.plan(stage.random.between(1, 3), {
        onMessage: async (knock) => {
          // A webhook inside a frozen process is not answered, and that is no fault of ours.
          await told;
          old.freeze();
          accept(knock);
          to = knock.to;
        },
      });
      const told = stage.tell(1, 2, 3);
      await told;
      await until("the process to be frozen", () => to !== "");
      await stage.start();
      await stage.shift(61_000);
      await stage.tick();
      await until("the message to be in doubt", async () => (await statusOf(stage, to)) === "uncertain");
      await meanwhile(stage, to);
      await stage.tell(4);
      old.thaw();
      await until("the late answer to be settled", async () => (await statusOf(stage, to)) === "accepted");
      return { uncertain: 0, resent: resent ? [1, 2, 3].filter((n) => phone(n) === to) : [] };
    },
  };
}

async function statusOf({ sql }: Stage, to: string): Promise<string> {
  const [{ status }] = await sql<
    [{ status: string }]
  >`select status from whatsapp_messages where recipient = ${to}`;
  return status;
}

export const deploys: Fault[] = [
  deploy("may finish", "SIGTERM", 0),
  deploy("is killed", "SIGKILL", [0, 1]),
  frozen("thawed past its lease", false, async () => {}),
  frozen("thawed after a person pressed resend", true, (stage, to) => pressResend(stage.sql, to)),
];
