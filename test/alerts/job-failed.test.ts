import { expect, onTestFinished, test } from "vitest";
import { alertWords } from "../../lib/work/alerts/alert-texts.ts";
import { clockJobs } from "../../lib/work/clock-jobs.ts";
import { stage } from "./stage.ts";

test("a job of the tick that fails is an alert, told once, and over when the job works again", async () => {
  const s = await stage();
  onTestFinished(() => s.product.close());
  await s.sql.unsafe("revoke execute on function public.keep_privacy(integer) from service_role");
  expect(await s.minute()).toMatchObject({ failedJobs: ["privacy"] });
  await s.minute();
  await s.minute();
  const alerts = () => s.sql`select kind, subject, closed_at is null as open from alerts`;
  expect(await alerts()).toEqual([{ kind: "job_failed", subject: "privacy", open: true }]);
  expect(s.posted).toHaveLength(1);
  await s.sql.unsafe("grant execute on function public.keep_privacy(integer) to service_role");
  expect(await s.minute()).toMatchObject({ failedJobs: [] });
  expect(await alerts()).toEqual([{ kind: "job_failed", subject: "privacy", open: false }]);
  await s.minute();
  expect(s.posted).toHaveLength(2);
});

test("the alerts' own failure is told too, when they are back", async () => {
  const s = await stage();
  onTestFinished(() => s.product.close());
  await s.sql.unsafe("revoke execute on function public.watch(boolean) from service_role");
  expect(await s.minute()).toMatchObject({ failedJobs: ["alerts"] });
  await s.sql.unsafe("grant execute on function public.watch(boolean) to service_role");
  await s.minute();
  expect(s.posted).toHaveLength(1);
});

test("each job has words in both languages, and one without a name has some too", () => {
  const facts = {};
  for (const language of ["it", "en"] as const) {
    const { what, todo } = alertWords[language];
    for (const subject of ["channel", ...clockJobs.map(({ name }) => name)])
      expect(what({ kind: "job_failed", subject, facts })).not.toContain("(");
    expect(what({ kind: "job_failed", subject: "other", facts })).toContain("other");
    expect(todo({ kind: "job_failed", subject: "privacy", facts })).toMatch(/\S/);
  }
});
