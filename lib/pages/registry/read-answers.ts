import { readPhone } from "../../model/phone.ts";

export interface RegistryAnswers {
  /** E.164: whether it is enrolled. */
  answers: Map<string, boolean>;
  /** Lines that cannot be read, from 1. */
  unread: { line: number; text: string }[];
}

const yes = /^(iscritt[oa]|s[iì]|yes|true|1|opposto|in opposizione|enrolled)$/i;
const no = /^(non[ _-]?iscritt[oa]|no|false|0|libero|contattabile|not enrolled)$/i;

/**
 * What the registry answered: lines of a number, national or international, and in a list with outcomes whether it is
 * enrolled. Blank lines and a heading without any digit are passed over.
 */
export function readAnswers(text: string, shape: "enrolled" | "outcome"): RegistryAnswers {
  const answers = new Map<string, boolean>();
  const unread: RegistryAnswers["unread"] = [];
  for (const [index, line] of text
    .replace(/^\uFEFF/, "")
    .split(/\r\n|\r|\n/)
    .entries()) {
    const cells = line
      .split(/[;,\t]/)
      .map((cell) =>
        cell
          .trim()
          .replace(/^"(.*)"$/, "$1")
          .trim(),
      )
      .filter((cell) => cell !== "");
    if (cells.length === 0 || (answers.size === 0 && !/\d/.test(line))) continue;
    const number = cells.map((cell) => readPhone(cell, "IT").e164).find((e164) => e164 !== null);
    const isEnrolled = shape === "enrolled" || cells.some((cell) => yes.test(cell));
    if (!number || (!isEnrolled && !cells.some((cell) => no.test(cell)))) {
      unread.push({ line: index + 1, text: line.trim().slice(0, 60) });
    } else answers.set(number, isEnrolled || answers.get(number) === true);
  }
  return { answers, unread };
}
