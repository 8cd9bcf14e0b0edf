import type { JsonRecord } from "../../shared/as-record.ts";
import { asText } from "../../shared/as-text.ts";
import { type Finding, fix, ok } from "../../shared/finding.ts";
import { answerSummary } from "../../shared/graph/answer-summary.ts";
import { graphVersion } from "../../shared/graph/graph-address.ts";
import { type GraphAccess, requestGraph } from "../../shared/graph/request-graph.ts";
import { readNumberStatus } from "../read-number-status.ts";

/** `messaging_limit_tier` is on its way out; the limit is the business portfolio's (docs, messaging limits). */
const fields =
  "display_phone_number,verified_name,name_status,quality_rating,status,whatsapp_business_manager_messaging_limit";

/** The number itself: whether it is connected, its name, quality and limit; and whether Meta serves the version that we ask for. */
export async function checkNumber(access: GraphAccess, id: string): Promise<Finding[]> {
  const { accessToken, version } = access;
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
  const state =
    probe.status === "connected"
      ? ok(`${name} is connected at Meta${standing(body)}.`)
      : fix(
          `${name} is ${asText(body.status) ?? probe.status} at Meta.`,
          "Register it again in WhatsApp Manager.",
        );
  return [
    state,
    ...quality(body, name),
    ...nameReview(body),
    ...served(version, headers.get("facebook-api-version")),
  ];
}

/** `, as "Rossi Energia", quality GREEN, 2000 people a day` */
function standing(body: JsonRecord): string {
  const name = asText(body.verified_name);
  const rating = asText(body.quality_rating);
  const limit = asText(body.whatsapp_business_manager_messaging_limit);
  return [
    name && `as "${name}"`,
    rating && `quality ${rating}`,
    limit &&
      `limit ${limit
        .replace(/^TIER_/, "")
        .replaceAll("_", " ")
        .toLowerCase()} people in 24 hours`,
  ]
    .filter(Boolean)
    .map((part) => `, ${part}`)
    .join("");
}

function quality(body: JsonRecord, name: string): Finding[] {
  const rating = asText(body.quality_rating)?.toUpperCase();
  if (rating !== "RED" && rating !== "YELLOW") return [];
  return [
    fix(
      `The quality of ${name} is ${rating}: people block or report its messages.`,
      "Write to fewer people, and only to who expects it, until Meta rates it GREEN again.",
    ),
  ];
}

/** `name_status`: what stands in the way of the name that customers see (docs, phone numbers). */
function nameReview(body: JsonRecord): Finding[] {
  const status = asText(body.name_status)?.toUpperCase();
  if (status !== "DECLINED" && status !== "EXPIRED" && status !== "NONE") return [];
  return [
    fix(
      `The name that customers see is ${status.toLowerCase()} at Meta.`,
      "Ask for another name in WhatsApp Manager.",
    ),
  ];
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
