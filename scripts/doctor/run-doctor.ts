import type { Config } from "../../lib/config.ts";
import type { Vendor } from "../../lib/vendors/vendor.ts";
import { vendors } from "../../lib/vendors/vendors.ts";
import { isNamed, vendorsInUse } from "../../lib/vendors/vendors-in-use.ts";
import { checkChannels } from "./check-channels.ts";
import { checkClock } from "./check-clock.ts";
import { checkDoors } from "./check-doors.ts";
import { checkEnvironment } from "./check-environment.ts";
import { checkNumbers } from "./check-numbers.ts";
import { checkSupabase, type DeploymentFacts } from "./check-supabase.ts";
import { type Finding, type Section, skipped } from "./finding.ts";

export interface Patient {
  env: Record<string, string | undefined>;
  /** Origin of the deployment; null leaves out what needs one. */
  url: string | null;
  /** Tests hand in their own ways out, and vendors. */
  fetchSupabase?: typeof fetch;
  fetchDoors?: typeof fetch;
  fetchVendors?: typeof fetch;
  vendors?: readonly Vendor[];
}

/** All checks, in the order in which one explains the next. */
export async function runDoctor(patient: Patient): Promise<Section[]> {
  const { env, url, fetchSupabase = fetch, fetchDoors = fetch, fetchVendors = fetch } = patient;
  const list = patient.vendors ?? vendors;
  const { findings: environment, config } = checkEnvironment(env, list);
  const inUse = vendorsInUse(list, (vendor) => isNamed(vendor, (variable) => Boolean(env[variable]?.trim())));
  let supabase: Finding[] = [skipped("Not before the environment is complete.")];
  let facts: DeploymentFacts | null = null;
  let sealed: Finding[] = [];
  if (config) {
    ({ findings: supabase, facts } = await checkSupabase(config, fetchSupabase));
    if (facts) sealed = await checkChannels(config, fetchSupabase);
  }
  const doors = url
    ? await checkDoors(url, config, inUse, fetchDoors)
    : [skipped("Give the deployment's address: npm run doctor -- --url https://your-domain")];
  return [
    { title: "Environment", findings: environment },
    { title: "Supabase", findings: supabase },
    {
      title: "Clock and channel",
      findings: facts
        ? [...checkClock(facts, url, list), ...checkNumbers(facts, config, inUse), ...sealed]
        : [skipped("Not before the database answers.")],
    },
    { title: "Doors", findings: doors },
    ...(await askVendors(inUse, config, url, fetchVendors)),
  ];
}

/** What each vendor in use says of itself, for those that can be asked. */
async function askVendors(
  list: readonly Vendor[],
  config: Config | null,
  url: string | null,
  outside: typeof fetch,
): Promise<Section[]> {
  const sections: Section[] = [];
  for (const { name, title, doctor } of list) {
    const check = (await doctor?.())?.check;
    if (!check) continue;
    const findings = config
      ? await check(config.vendors[name] ?? {}, url, outside)
      : [skipped("Not before the environment is complete.")];
    sections.push({ title, findings });
  }
  return sections;
}
