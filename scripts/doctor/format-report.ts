import { stripVTControlCharacters, styleText } from "node:util";
import type { Finding, Section } from "./finding.ts";

const marks = { ok: "✓", fix: "✗", skipped: "–" };
const colors = { ok: "green", fix: "red", skipped: "gray" } as const;

/** The report as text; `secrets` are cut out of it wherever an answer from outside repeated them. */
export function formatReport(
  sections: Section[],
  { subject, color, secrets }: { subject: string; color: boolean; secrets: string[] },
): string {
  const paint = (style: Parameters<typeof styleText>[0], text: string) =>
    color ? styleText(style, text, { validateStream: false }) : text;
  const clean = (text: string) =>
    stripVTControlCharacters(withoutSecrets(text, secrets)).replace(/\s+/g, " ").trim();
  const line = ({ state, text, todo }: Finding) => {
    const first = `  ${paint(colors[state], marks[state])} ${clean(text)}`;
    return todo ? `${first}\n      ${paint("bold", "→")} ${clean(todo)}` : first;
  };
  const parts = sections.map(({ title, findings }) =>
    [paint("bold", title), ...findings.map(line)].join("\n"),
  );
  const count = (state: Finding["state"]) =>
    sections.flatMap(({ findings }) => findings).filter((finding) => finding.state === state).length;
  const todo = count("fix");
  const rest = count("skipped") > 0 ? `, ${count("skipped")} not checked` : "";
  const sum =
    todo === 0
      ? `All ${count("ok")} checks are green${rest}.`
      : `${todo} to do, ${count("ok")} green${rest}.`;
  return [`Aftercall doctor: ${clean(subject)}`, ...parts, sum].join("\n\n");
}

export function hasWork(sections: Section[]): boolean {
  return sections.some(({ findings }) => findings.some(({ state }) => state === "fix"));
}

/** What the environment holds under a secret's name. The short ones are left: cutting "on" would cut words. */
export function secretsOf(env: Record<string, string | undefined>): string[] {
  return Object.entries(env)
    .filter(([name, value]) => /KEY|SECRET|TOKEN|PASSWORD/.test(name) && value && value.length >= 6)
    .map(([, value]) => value!.trim());
}

function withoutSecrets(text: string, secrets: string[]): string {
  return secrets
    .toSorted((a, b) => b.length - a.length)
    .reduce((left, secret) => left.replaceAll(secret, "…"), text);
}
