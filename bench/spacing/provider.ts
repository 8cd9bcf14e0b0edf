// A process of its own: a provider that takes its time, and notes when each message came.
import { setTimeout as after } from "node:timers/promises";
import { listen } from "../../test/support/listen.ts";

/** Times of one monotonic clock, ms. */
export interface Arrival {
  cameAt: number;
  answeredAt: number;
}

const answerMs = 80;
const arrivals: Arrival[] = [];

const server = await listen({
  async fetch(request) {
    const cameAt = performance.now();
    await request.arrayBuffer();
    await after(answerMs);
    arrivals.push({ cameAt, answeredAt: performance.now() });
    const data = { msgId: 58_000_000 + arrivals.length, jid: "39333@s.whatsapp.net", status: "in_progress" };
    return Response.json({ success: true, data });
  },
});
process.on("message", () => process.send!(arrivals));
process.on("disconnect", () => process.exit(0));
process.send!({ url: server.url });
