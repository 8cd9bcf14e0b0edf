import { expect, test } from "vitest";
import { fix, ok, skipped } from "../../scripts/doctor/finding.ts";
import { formatReport, hasWork, secretsOf } from "../../scripts/doctor/format-report.ts";

const sections = [
  { title: "Environment", findings: [ok("All there.")] },
  { title: "Doors", findings: [fix("One is shut.", "Open it."), skipped("Another: no key.")] },
];
const plain = { subject: "https://aftercall.test", color: false, secrets: [] };

test("each line is marked, what is to do stands under it, and the end sums up", () => {
  expect(formatReport(sections, plain)).toBe(
    [
      "Aftercall doctor: https://aftercall.test",
      "",
      "Environment",
      "  ✓ All there.",
      "",
      "Doors",
      "  ✗ One is shut.",
      "      → Open it.",
      "  – Another: no key.",
      "",
      "1 to do, 1 green, 1 not checked.",
    ].join("\n"),
  );
  expect(formatReport(sections.slice(0, 1), plain)).toContain("All 1 checks are green.");
  expect([hasWork(sections), hasWork(sections.slice(0, 1))]).toEqual([true, false]);
});

test("colours come only when asked for", () => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what colours are made of
  const escapes = /\u001b\[/;
  expect(formatReport(sections, plain)).not.toMatch(escapes);
  expect(formatReport(sections, { ...plain, color: true })).toMatch(escapes);
});

test("no secret is printed, not even one that an answer repeats, and nothing that steers a terminal", () => {
  const env = {
    CRON_SECRET: "cron-secret",
    WHATSAPP_API_TOKEN: "cron-secret-and-more",
    SUPABASE_URL: "https://project.example",
    LOG_LEVEL: "info-info",
  };
  const echoed = fix(
    "It said: no, cron-secret-and-more\u001b[2J is wrong,\nuse cron-secret.",
    "Copy https://project.example.",
  );
  const report = formatReport([{ title: "Doors", findings: [echoed] }], {
    ...plain,
    secrets: secretsOf(env),
  });
  expect(report).toContain("✗ It said: no, … is wrong, use ….\n      → Copy https://project.example.");
});
