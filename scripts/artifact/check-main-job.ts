import { must, mustBe } from "./check-failure.ts";
import type { RunningArtifact } from "./running-artifact.ts";

/** One customer for each way in which CloudTalk tells of a call, and what the customer answers with. */
const stories = [
  { customer: "customer-1", via: "workflow", kind: "text", evidence: "reply" },
  { customer: "customer-4", via: "native", kind: "pdf", evidence: "attachment" },
  { customer: "customer-5", via: "voiceagent", kind: "photo", evidence: "attachment" },
] as const;

/** How long the simulator's slow provider takes. */
const slowMs = 3_000;

interface CallRow {
  electricity_bill_received: boolean;
  electricity_bill_evidence: string | null;
}

/** A call ends, the message goes out behind the response, it is read, the answer raises the flag. */
export async function checkMainJob({ platform, simulator, functions }: RunningArtifact): Promise<void> {
  const control = async (order: string, body: object) => {
    const response = await fetch(`${simulator.url}/control/${order}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    must(response.ok, `The simulator refuses ${order}: ${await response.text()}`);
  };
  for (const { customer, via, kind, evidence } of stories) {
    const sends = () => simulator.world.sends.filter((send) => send.customerId === customer);
    const { phone } = simulator.world.customers.find(({ id }) => id === customer)!;
    // A slow provider: the answer to the webhook must not wait for it.
    await control("switch", { fault: "slow", faultOnce: true });
    const asked = performance.now();
    await control("call", { customer, via, outcome: "answered" });
    const posted = () => simulator.world.posts.filter(({ source }) => source === "cloudtalk");
    const number = posted().length;
    await simulator.world.until(() => posted()[number - 1]!.attempts.length > 0).catch(() => {});
    const tookMs = performance.now() - asked;
    must(tookMs < slowMs, `The ${via} webhook is answered after ${Math.round(tookMs)} ms: with its send.`);
    const [answered] = posted()[number - 1]!.attempts;
    mustBe(answered?.status, 200, `The status of the ${via} webhook (${answered?.answer})`);
    await simulator.world.until(() => sends().length > 0).catch(() => {});
    mustBe(sends().length, 1, `The number of messages to ${phone} after its ${via} call`);

    await eventually(`The message to ${phone} does not become read.`, async () => {
      const rows = await platform.sql<{ status: string }[]>`select status from whatsapp_messages
        where call_id = (select id from cloudtalk_calls where phone_number = ${phone})`;
      return rows[0]?.status === "read";
    });
    await control("message", { customer, kind, text: "Ecco, è la bolletta" });
    await eventually(
      `The answer of ${phone} (${kind}) does not raise electricity_bill_received.`,
      async () => {
        const [call] = await platform.sql<
          CallRow[]
        >`select * from cloudtalk_calls where phone_number = ${phone}`;
        return call?.electricity_bill_received === true && call.electricity_bill_evidence === evidence;
      },
    );
    mustBe(sends().length, 1, `The number of messages to ${phone} in the end`);
  }
  const calls = functions.get("/api/webhook")?.waitUntilCalls() ?? 0;
  must(
    calls >= stories.length,
    "The webhook does not hand its background work to waitUntil: Vercel would end it.",
  );
}

async function eventually(otherwise: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 15_000;
  while (!(await holds())) {
    must(performance.now() < deadline, otherwise);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
