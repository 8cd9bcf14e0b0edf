import type { Config } from "../../lib/config.ts";
import type { TrialDelivery, Vendor } from "../../lib/vendors/vendor.ts";
import { checkPages } from "./check-pages.ts";
import { type Finding, fix, ok, skipped } from "./finding.ts";
import { type Answer, type Knock, knockAt } from "./knock.ts";

/** The deployment from outside: who gets in, and who does not. Leaves a few ignored deliveries behind, nothing else. */
export async function checkDoors(
  url: string,
  config: Config | null,
  vendors: readonly Vendor[],
  through: typeof fetch,
): Promise<Finding[]> {
  const knock = knockAt(url, through);
  try {
    const health = await knock("/api/health");
    const stranger = whoElseAnswers(health);
    if (stranger) return [stranger];
    return [
      reportHealth(health),
      ...(await vendorDoors(knock, config, vendors)),
      await closedDoor(knock, "/api/clock", "CRON_SECRET"),
      await closedDoor(knock, "/api/whatsapp-incoming", null),
      ...(await checkPages(knock, url)),
    ];
  } catch (error) {
    const { message, cause } = error as Error;
    const why = cause instanceof Error ? (cause as NodeJS.ErrnoException).code || cause.message : message;
    return [fix(`Nobody answers at ${url} (${why}).`, "Compare --url with the deployment's domain.")];
  }
}

/** Vercel answers a protected deployment itself, with a sign-in page (vercel.com/docs/deployment-protection). */
function whoElseAnswers({ status, body, headers }: Answer): Finding | null {
  if ("migrations" in body || "error" in body) return null;
  if ([301, 302, 303, 307, 308].includes(status) && !/vercel\.com/.test(headers.get("location") ?? "")) {
    return fix(
      `The address redirects to ${headers.get("location")}.`,
      "Give that one as --url, and to whoever posts to it.",
    );
  }
  return [302, 303, 307, 401, 403].includes(status)
    ? fix(
        "Vercel's deployment protection answers instead of Aftercall.",
        "Give the production domain as --url, and to whoever posts to it: webhooks cannot sign in.",
      )
    : fix(
        `/api/health is not there (${status}).`,
        "Deploy this repository, with its vercel.json, at that domain.",
      );
}

function reportHealth({ status, body, message, code }: Answer): Finding {
  // Where only its clock stands still, that is told elsewhere, with what to do about it.
  if (status === 200 || (body.database === "ok" && body.migrations === "ok"))
    return ok("The deployment reaches a database of the version it was built for.");
  if (code) return fix("The deployment is not configured.", message);
  if (body.database !== "ok") {
    return fix(
      "The deployment does not reach its database.",
      "Compare SUPABASE_URL and SUPABASE_SECRET_KEY in Vercel's environment with the project's, and deploy again.",
    );
  }
  const { found, expected } = (body.migrations ?? {}) as { found?: string; expected?: string };
  return fix(
    `The database is at migration ${found}, the deployment wants ${expected}.`,
    "Run `supabase db push`, or deploy.",
  );
}

/** Of each vendor: who does not know the secret is refused, and who does gets in. */
async function vendorDoors(
  knock: Knock,
  config: Config | null,
  vendors: readonly Vendor[],
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const vendor of vendors) {
    const doctor = await vendor.doctor?.();
    for (const trial of doctor?.trials(config?.vendors[vendor.name] ?? {}) ?? []) {
      const webhook = vendor.events?.webhooks.find(({ path }) => path === trial.path);
      const saysOutcome = webhook?.answerTaken === undefined;
      findings.push(await refusal(knock, trial), await acceptance(knock, trial, saysOutcome));
    }
  }
  return findings;
}

async function refusal(
  knock: Knock,
  { path, variable: name, strange, body }: TrialDelivery,
): Promise<Finding> {
  const answer = await knock(path, post(strange, body));
  if (answer.status === 401 && answer.code) return ok(`${path} refuses who does not know ${name}.`);
  if (answer.code === "not_configured") {
    return fix(
      `${path} takes nothing: ${answer.message}`,
      `Set ${name} in the deployment, and deploy again.`,
    );
  }
  return answer.status < 300
    ? fix(`${path} takes events from anybody.`, "Deploy this repository at that domain.")
    : fix(`${path}: ${answer.message}`, "See the deployment's log.");
}

async function acceptance(
  knock: Knock,
  { path, variable: name, known, body }: TrialDelivery,
  saysOutcome: boolean,
): Promise<Finding> {
  if (known === null) return skipped(`${path} with ${name}: it is not in this environment.`);
  const answer = await knock(path, post(known, body));
  const { outcome } = answer.body;
  if (answer.status === 200 && (!saysOutcome || outcome === "ignored" || outcome === "duplicate")) {
    return ok(`${path} takes who knows ${name}: a test event went there and back.`);
  }
  return answer.status === 401
    ? fix(
        `${path} refuses the ${name} of this environment.`,
        `Set the same ${name} in the deployment, and deploy again.`,
      )
    : fix(`${path} with ${name}: ${answer.message}`, "See the deployment's log.");
}

async function closedDoor(knock: Knock, path: string, name: string | null): Promise<Finding> {
  const answer = await knock(path);
  if (answer.status === 401 && answer.code) return ok(`${path} refuses who has not ${name ?? "signed in"}.`);
  if (answer.code === "not_configured") {
    return fix(`${path}: ${answer.message}`, `Set ${name} in the deployment, and deploy again.`);
  }
  return fix(`${path} answers ${answer.status} to a stranger.`, "Deploy this repository at that domain.");
}

function post(headers: Record<string, string>, body: string): RequestInit {
  return { method: "POST", headers: { "content-type": "application/json", ...headers }, body };
}
