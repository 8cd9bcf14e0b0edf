import { Broken } from "../act.ts";
import { expectedClaim } from "../pace.ts";
import { command } from "./command.ts";

/** I13: what the monitor shows is computed from the rows, and its forecast is the claim's own order. */
export const look = command("look", async (m, w) => {
  const shown = await w.rpc("monitor_snapshot", { page_size: 50, filters: {} });
  const out = m.rows.messages.filter(({ direction }) => direction === "out");
  const expected = {
    answered: m.rows.calls.filter(({ bill }) => bill).length,
    waiting: out.filter(({ askOpen }) => askOpen).length,
    uncertain: out.filter(({ status }) => status === "uncertain").length,
    failed: out.filter(({ status, acknowledged }) => status === "failed" && !acknowledged).length,
    failedEvents: m.failed.length,
  };
  for (const [name, total] of Object.entries(expected))
    if (shown.totals[name] !== total)
      throw new Broken("I13", `${name} is ${shown.totals[name]}, rows say ${total}`);
  if (m.attempts.some(({ known }) => known === "in_flight")) return;
  const next = expectedClaim(m);
  const first = shown.queue.find(({ expectedAt }: { expectedAt: string | null }) => expectedAt !== null);
  const isNow = first !== undefined && Date.parse(first.expectedAt) <= m.now;
  if (isNow !== (next.message !== null) || (isNow && first.id !== next.message))
    throw new Broken(
      "forecast",
      `shows ${first?.id} at ${first?.expectedAt}, expected ${next.message} (${next.why})`,
    );
});
