import { Problem } from "../base/problem.ts";
import { type Issue, issueWords } from "./issue-words.ts";

/** `bad_setting` that names the field, as `rules[1].when.talkingSeconds.min`; `whole` names the value itself. */
export function issueProblem(issue: Issue, whole: string): Problem {
  const field = pathText(issue.path) || whole;
  return new Problem("bad_setting", `The field "${field}" cannot be saved. ${issueWords("en", issue)}`, {
    field,
  });
}

export function pathText(path: PropertyKey[]): string {
  return path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
    .join("")
    .replace(/^\./, "");
}
