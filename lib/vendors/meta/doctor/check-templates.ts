import { asText } from "../../shared/as-text.ts";
import { type Finding, fix, ok, skipped } from "../../shared/finding.ts";
import { askGraph } from "../../shared/graph/ask-graph.ts";
import type { GraphAccess } from "../../shared/graph/request-graph.ts";
import { listOf } from "../../shared/list-of.ts";

const most = 100;
const bad = ["REJECTED", "PAUSED", "DISABLED", "FLAGGED", "LIMIT_EXCEEDED"];

/** What may begin a conversation: the account's templates by their state. `account`: id of the WhatsApp account. */
export async function checkTemplates(access: GraphAccess, account: string | null): Promise<Finding[]> {
  if (account === null) {
    return [skipped("The templates: set META_WHATSAPP_BUSINESS_ACCOUNT_ID to have them checked.")];
  }
  const path = `/${account}/message_templates?fields=name,language,status&limit=${most}`;
  const told = await askGraph(access, path);
  if ("why" in told) {
    return [
      fix(`Meta does not list the templates (${told.why})`, "The token needs whatsapp_business_management."),
    ];
  }
  const rows = listOf(told.body.data);
  const of = (states: readonly string[]) =>
    rows.filter(({ status }) => states.includes(asText(status)?.toUpperCase() ?? ""));
  const approved = of(["APPROVED"]).length;
  const count = rows.length === most ? `${most} or more` : String(rows.length);
  const state =
    approved > 0
      ? ok(`${approved} of ${count} templates may be sent.`)
      : fix(
          "No template is approved: nobody can be written to who has not written within 24 hours.",
          "Write one on the page of texts and submit it.",
        );
  const trouble = of(bad).map(
    ({ name, language, status }) =>
      `${asText(name)} (${asText(language)}, ${String(status).toLowerCase().replaceAll("_", " ")})`,
  );
  const named = trouble.slice(0, 5).join(", ") + (trouble.length > 5 ? `, ${trouble.length - 5} more` : "");
  return trouble.length === 0
    ? [state]
    : [state, fix(`Templates that do not leave: ${named}.`, "See why on the page of texts.")];
}
