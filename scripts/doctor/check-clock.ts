import { wordFor } from "../../lib/base/language.ts";
import type { Vendor } from "../../lib/vendors/vendor.ts";
import { vendorNamed } from "../../lib/vendors/vendors.ts";
import type { DeploymentFacts } from "./check-supabase.ts";
import { type Finding, fix, ok, skipped } from "./finding.ts";

/** The scheduler's minute, one that was missed (Vercel and pg_cron may), and some more. */
const lateAfterSeconds = 150;

/** Whether the clock looks after every channel, and whether one stands still. */
export function checkClock(
  { channels, clockScheduled }: DeploymentFacts,
  url: string | null,
  vendors: readonly Vendor[],
): Finding[] {
  if (channels.length === 0) {
    return [fix("There is no channel to look after.", "Apply the migrations again: the first one makes it.")];
  }
  const ages = channels.map(({ secondsSinceTick }) => secondsSinceTick ?? Number.POSITIVE_INFINITY);
  return [
    ticking(Math.max(...ages), clockScheduled, url),
    ...channels.map((channel) => standing(channel, vendors)),
  ];
}

function ticking(age: number, isScheduled: boolean | null, url: string | null): Finding {
  if (age <= lateAfterSeconds) return ok(`The clock ticked ${age} s ago.`);
  const since = Number.isFinite(age) ? `has not ticked for ${duration(age)}` : "has never ticked";
  const call = `select app.schedule_clock('${url?.startsWith("https:") ? url : "https://YOUR-DOMAIN"}', 'YOUR CRON_SECRET')`;
  return isScheduled
    ? fix(
        `The clock is scheduled and ${since}.`,
        `Its calls fail, see net._http_response; mostly the secret differs: in Supabase's SQL editor, ${call}.`,
      )
    : fix(
        `The clock ${since}.`,
        `In Supabase's SQL editor, ${call}; or call /api/clock every minute from elsewhere.`,
      );
}

function standing(
  { name, vendor, state, pauseReason, pauseDetail }: DeploymentFacts["channels"][number],
  vendors: readonly Vendor[],
): Finding {
  if (state === "active") return ok(`${name} may send.`);
  if (pauseReason === "staff") return skipped(`${name} was paused by staff; the monitor resumes it.`);
  const remedies = vendorNamed(vendors, vendor)?.words.en.remedies ?? {};
  const why = pauseDetail ? `${pauseReason}: ${pauseDetail}` : String(pauseReason);
  return fix(`${name} is paused (${why}).`, wordFor(remedies, pauseReason) ?? "See the monitor.");
}

function duration(seconds: number): string {
  if (seconds < 7200) return `${Math.round(seconds / 60)} minutes`;
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} hours` : `${Math.round(seconds / 86_400)} days`;
}
