import { checkClock } from "./check-clock.ts";
import { checkDoors } from "./check-doors.ts";
import { checkEnvironment } from "./check-environment.ts";
import { checkSupabase, type DeploymentFacts } from "./check-supabase.ts";
import { checkWasender } from "./check-wasender.ts";
import { type Finding, type Section, skipped } from "./finding.ts";

export interface Patient {
  env: Record<string, string | undefined>;
  /** Origin of the deployment; null leaves out what needs one. */
  url: string | null;
  /** Tests hand in their own ways out. */
  fetchSupabase?: typeof fetch;
  fetchDoors?: typeof fetch;
  fetchWasender?: typeof fetch;
}

/** All checks, in the order in which one explains the next. */
export async function runDoctor(patient: Patient): Promise<Section[]> {
  const { env, url, fetchSupabase = fetch, fetchDoors = fetch, fetchWasender = fetch } = patient;
  const { findings: environment, config } = checkEnvironment(env);
  let supabase: Finding[] = [skipped("Not before the environment is complete.")];
  let facts: DeploymentFacts | null = null;
  let wasender = supabase;
  if (config) {
    ({ findings: supabase, facts } = await checkSupabase(config, fetchSupabase));
    wasender = await checkWasender(config, url, fetchWasender);
  }
  const doors = url
    ? await checkDoors(url, config, fetchDoors)
    : [skipped("Give the deployment's address: npm run doctor -- --url https://your-domain")];
  return [
    { title: "Environment", findings: environment },
    { title: "Supabase", findings: supabase },
    {
      title: "Clock and channel",
      findings: facts ? checkClock(facts, url) : [skipped("Not before the database answers.")],
    },
    { title: "Doors", findings: doors },
    { title: "Wasender", findings: wasender },
  ];
}
