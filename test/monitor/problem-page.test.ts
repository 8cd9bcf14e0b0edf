import { describe, expect, test } from "vitest";
import { Problem, type ProblemCode, problems } from "../../lib/base/problem.ts";
import { problemPage } from "../../lib/pages/shell/problem-page.ts";
import { texts } from "../../lib/pages/shell/texts.ts";

const codes = Object.keys(problems) as ProblemCode[];

describe.each(["it", "en"] as const)("in %s", (language) => {
  test("each problem has words of its own, and none of the log's English", () => {
    const said = codes.map((code) => {
      const page = `${problemPage(language, new Problem(code, "Words of the log."), "reference")}`;
      expect(page).not.toContain("Words of the log.");
      return /<p>([^<]+)<\/p>/.exec(page)?.[1];
    });
    expect(said).not.toContain(undefined);
    expect(new Set(said).size).toBe(codes.length);
  });

  test.each(codes.filter((code) => !problems[code].ours))("%s is not called a mistake of ours", (code) => {
    expect(`${problemPage(language, new Problem(code, "Words of the log."), "reference")}`).not.toContain(
      texts[language].problems.internal,
    );
  });
});
