import { asText } from "../shared/as-text.ts";
import { type Finding, fix, ok, skipped } from "../shared/finding.ts";
import type { Values } from "../vendor.ts";
import { answerSummary } from "./answer-summary.ts";
import { graphVersion, graphUrl as usualUrl } from "./numbers.ts";
import { readNumberStatus } from "./read-number-status.ts";
import { requestGraph } from "./request-graph.ts";

const fields = "display_phone_number,verified_name,quality_rating,status";

/** The number, asked with its token; and whether Meta still serves the version that we ask for. */
export async function checkNumber(
  values: Values,
  _url: string | null,
  through: typeof fetch,
): Promise<Finding[]> {
  const { META_WHATSAPP_ACCESS_TOKEN: accessToken, META_WHATSAPP_PHONE_NUMBER_ID: id } = values;
  if (!accessToken || !id) {
    const names = "META_WHATSAPP_ACCESS_TOKEN and META_WHATSAPP_PHONE_NUMBER_ID";
    return [skipped(`The number at Meta: set ${names} to have it checked.`)];
  }
  const version = values.META_GRAPH_VERSION ?? graphVersion;
  const graphUrl = values.META_GRAPH_URL ?? usualUrl;
  const access = { graphUrl, version, accessToken, fetch: through, timeoutMs: 10_000 };
  const answer = await requestGraph(access, "GET", `/${id}?fields=${fields}`);
  const probe = readNumberStatus(answer, accessToken);
  if (probe.kind === "unknown") {
    return [
      fix(`Meta does not say how the number is (${probe.message})`, "Try again; compare META_GRAPH_URL."),
    ];
  }
  if (probe.kind === "refused") {
    const todo =
      probe.pause === "bad_key"
        ? "Make a new token of the system user, with whatsapp_business_messaging for this number."
        : "Open Meta Business: a payment, or a restriction of the account.";
    return [fix(`Meta refuses the number (${answerSummary(answer, accessToken)})`, todo)];
  }
  const { body, headers } = answer as Extract<typeof answer, { kind: "answer" }>;
  const name = asText(body.display_phone_number) ?? id;
  const quality = asText(body.quality_rating);
  const state =
    probe.status === "connected"
      ? ok(`${name} is connected at Meta${quality ? `, its quality is ${quality}` : ""}.`)
      : fix(
          `${name} is ${asText(body.status) ?? probe.status} at Meta.`,
          "Register it again in WhatsApp Manager.",
        );
  return [state, ...served(version, headers.get("facebook-api-version"))];
}

/** Meta serves a version that has ended by another one, and says so in a header. */
function served(asked: string, by: string | null): Finding[] {
  if (by === null || by === asked) return [];
  return [
    fix(
      `Meta serves ${asked} as ${by}.`,
      `Set META_GRAPH_VERSION to one that Meta has, ${graphVersion} say.`,
    ),
  ];
}
