import type { LeadAnswer } from "../../model/domain-value.ts";
import { leadAnswer } from "../../model/lead-answer.ts";

/** One of `user_column_data`. */
export interface Column {
  /** `PHONE_NUMBER`, or the company's own question; may be empty. */
  id: string;
  /** The question as people read it; may be empty. */
  name: string;
  answer: string;
}

/** The answers in their order; of one question that is there several times, together. */
export function readAnswers(columns: readonly Column[], country: string): LeadAnswer[] {
  const questions = new Map<string, { name: string; label?: string; values: string[] }>();
  for (const [at, { id, name, answer }] of columns.entries()) {
    const key = id || name || `column_${at + 1}`;
    const known = questions.get(key);
    if (known) known.values.push(answer);
    else
      questions.set(key, {
        name: key,
        ...(name !== "" && name !== key && { label: name }),
        values: [answer],
      });
  }
  const answers = [...questions.values()].map((question) => leadAnswer(question, country));
  return answers.map((answer) =>
    /^column_\d+$/.test(answer.name) ? guessNameless(answer, answers) : answer,
  );
}

/** Both its id and its name were empty: what can be nothing but an address is one, unless another question asked for it. */
function guessNameless(answer: LeadAnswer, all: readonly LeadAnswer[]): LeadAnswer {
  const isAsked = (meaning: "phone" | "email") => all.some(({ as }) => as === meaning);
  if (answer.email && !isAsked("email")) return { ...answer, as: "email" };
  const isNumber = answer.phone?.problem === null && /^\+?[\d\s().-]+$/.test(answer.values[0]!);
  return isNumber && !isAsked("phone") ? { ...answer, as: "phone" } : answer;
}
