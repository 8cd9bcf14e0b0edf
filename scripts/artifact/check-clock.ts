import { must, mustBe } from "./check-failure.ts";
import { type RunningArtifact, secrets } from "./running-artifact.ts";

/** The scheduler's tick, as Vercel Cron (GET) and pg_net (POST) send it, and as a stranger would. */
export async function checkClock({ served }: RunningArtifact): Promise<void> {
  for (const method of ["GET", "POST"]) {
    const tick = (authorization?: string) =>
      fetch(`${served.url}/api/clock`, { method, headers: authorization ? { authorization } : {} });
    mustBe((await tick()).status, 401, `The status of ${method} /api/clock without the secret`);
    mustBe(
      (await tick("Bearer wrong")).status,
      401,
      `The status of ${method} /api/clock with a wrong secret`,
    );
    const ticked = await tick(`Bearer ${secrets.cronSecret}`);
    mustBe(ticked.status, 200, `The status of ${method} /api/clock`);
    const report = (await ticked.json()) as Record<string, unknown>;
    must(
      "freed" in report && "accepted" in report,
      `${method} /api/clock does not report what it did: ${JSON.stringify(report)}.`,
    );
  }
}
