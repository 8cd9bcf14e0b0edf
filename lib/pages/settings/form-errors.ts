import type { Language } from "../../base/language.ts";
import { type Issue, issueWords } from "../../settings/issue-words.ts";

/**
 * What is wrong, by input: the first thing of each. `known` is what could not even be read, and explains whatever the
 * schema says of the same input.
 */
export function formErrors(
  issues: Issue[],
  inputOf: (path: PropertyKey[]) => string,
  language: Language,
  known: Map<string, string> = new Map(),
): Map<string, string> {
  const errors = new Map(known);
  for (const issue of issues) {
    const input = inputOf(issue.path);
    if (!errors.has(input)) errors.set(input, issueWords(language, issue));
  }
  return errors;
}
