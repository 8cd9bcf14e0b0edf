import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type HostedProject, startHostedProject } from "./hosted-project.ts";
import { cronStandIn, netStandIn, vaultStandIn } from "./stand-ins.ts";

/** As far as a plain Postgres goes: stand-ins record what the real extensions would be asked. */
const secret = "clock-secret-of-the-tests";
let project: HostedProject;

beforeAll(async () => {
  project = await startHostedProject();
}, 30_000);
afterAll(() => project.close());

const schedule = async (url: string | null, withSecret: string | null = secret) => {
  const [row] = await project.owner`select app.schedule_clock(${url}, ${withSecret}) as said`;
  return row?.said as string;
};
const jobs = () => project.owner`select jobname, schedule, active, command from cron.job order by jobname`;

describe("where the extensions do not exist", () => {
  test("it is refused, and says what is missing and what to do instead", async () => {
    await expect(schedule("https://aftercall.example")).rejects.toMatchObject({
      code: "0A000",
      message:
        "This database cannot call the clock, it has no pg_cron, pg_net, supabase_vault: " +
        "call https://aftercall.example/api/clock every minute from elsewhere.",
    });
  });

  test("unscheduling finds nothing, and the doctor's facts do not know", async () => {
    expect([...(await project.owner`select app.unschedule_clock() as found`)]).toEqual([{ found: false }]);
    const [row] = await project.owner`select public.deployment_facts() ->> 'clockScheduled' as scheduled`;
    expect(row?.scheduled).toBeNull();
  });

  test("only what is really missing is named", async () => {
    await project.supabase.unsafe(cronStandIn);
    await project.supabase.unsafe(vaultStandIn);
    await expect(schedule("https://aftercall.example")).rejects.toThrow("it has no pg_net: call");
    expect([...(await project.owner`select from vault.secrets`)]).toEqual([]);
  });
});

describe("where they exist", () => {
  beforeAll(() => project.supabase.unsafe(netStandIn));

  test("the owner, who is no superuser, schedules one call a minute that carries the secret", async () => {
    expect(await schedule("https://aftercall.example")).toBe(
      "https://aftercall.example/api/clock is called every minute.",
    );
    const [clock, history] = await jobs();
    expect(clock).toMatchObject({ jobname: "aftercall-clock", schedule: "* * * * *", active: true });
    expect(history).toMatchObject({ jobname: "aftercall-clock-history", schedule: "17 3 * * *" });
    await project.owner.unsafe(clock?.command);
    expect([...(await project.supabase`select * from net.calls`)]).toEqual([
      {
        url: "https://aftercall.example/api/clock",
        body: {},
        headers: { "Content-Type": "application/json", Authorization: `Bearer ${secret}` },
        timeout_milliseconds: 55_000,
      },
    ]);
  });

  test("neither address nor secret is in what pg_cron keeps", async () => {
    await schedule("https://aftercall.example");
    for (const { command } of await jobs()) {
      expect(command).not.toContain(secret);
      expect(command).not.toContain("aftercall.example");
    }
  });

  test("calling it again replaces address and secret, and there is still one job of each", async () => {
    await schedule("https://old.example", "an-older-secret-of-the-tests");
    await schedule("https://new.example/api/clock/", "a-newer-secret-of-the-tests");
    const found = await jobs();
    expect(found.map(({ jobname }) => jobname)).toEqual(["aftercall-clock", "aftercall-clock-history"]);
    const kept =
      await project.owner`select name, decrypted_secret from vault.decrypted_secrets order by name`;
    expect([...kept]).toEqual([
      { name: "aftercall_clock_secret", decrypted_secret: "a-newer-secret-of-the-tests" },
      { name: "aftercall_clock_url", decrypted_secret: "https://new.example/api/clock" },
    ]);
  });

  test("the history of the last week stays, and that of other jobs", async () => {
    await schedule("https://aftercall.example");
    await project.owner`select cron.schedule('of-somebody-else', '0 0 * * *', 'select 1')`;
    await project.owner`
      insert into cron.job_run_details (jobid, status, start_time, end_time)
      select j.jobid, j.jobname || ' ' || run.age, app.now() - run.age, app.now() - run.age
      from cron.job j, unnest(array[interval '6 days', interval '8 days']) run (age)`;
    const [history] =
      await project.owner`select command from cron.job where jobname = 'aftercall-clock-history'`;
    await project.owner.unsafe(history?.command);
    const left = await project.owner`select status from cron.job_run_details order by status`;
    expect(left.map(({ status }) => status)).toEqual([
      "aftercall-clock 6 days",
      "aftercall-clock-history 6 days",
      "of-somebody-else 6 days",
      "of-somebody-else 8 days",
    ]);
  });

  test("unscheduling takes our jobs and secrets away, once, and leaves the others", async () => {
    await schedule("https://aftercall.example");
    const facts = async () => (await project.owner`select public.deployment_facts() as f`)[0]?.f;
    expect((await facts()).clockScheduled).toBe(true);
    const found = async () => (await project.owner`select app.unschedule_clock() as found`)[0]?.found;
    expect([await found(), await found()]).toEqual([true, false]);
    expect((await jobs()).map(({ jobname }) => jobname)).toEqual(["of-somebody-else"]);
    expect([...(await project.owner`select from vault.secrets`)]).toEqual([]);
    expect((await facts()).clockScheduled).toBe(false);
  });

  test("the Data API's roles may neither schedule nor unschedule", async () => {
    for (const role of ["anon", "authenticated", "service_role"]) {
      for (const call of ["app.schedule_clock('https://evil.example', 'x')", "app.unschedule_clock()"]) {
        const attempt = project.owner.begin(async (sql) => {
          await sql.unsafe(`set local role ${role}`);
          await sql.unsafe(`select ${call}`);
        });
        await expect(attempt, `${role}: ${call}`).rejects.toMatchObject({ code: "42501" });
      }
    }
  });
});

describe("the address", () => {
  const clockUrl = async (url: string) =>
    (await project.owner`select app.clock_url(${url}) as url`)[0]?.url as string;

  test.each([
    ["https://a.example", "https://a.example/api/clock"],
    ["https://a.example/", "https://a.example/api/clock"],
    ["https://a.example/api/clock", "https://a.example/api/clock"],
    ["https://a.example:8443/api/clock/", "https://a.example:8443/api/clock"],
  ])("%s is taken as %s", async (given, taken) => {
    expect(await clockUrl(given)).toBe(taken);
  });

  test.each([
    "http://a.example",
    "a.example",
    "https://a.example/monitor",
    "https://a.example/api/clock?secret=1",
    "https://user:password@a.example",
    "https://a.example/api/clock\nhttps://b.example",
    "https://",
    "",
  ])("%j is refused with what to give", async (given) => {
    await expect(clockUrl(given)).rejects.toMatchObject({
      code: "22023",
      message: "Give the address of the deployment: https://your-domain, or https://your-domain/api/clock.",
    });
  });

  test.each([null, "", "too-short", "has a space in the middle of it", "line\nbreak-in-the-secret"])(
    "a secret of %j is refused",
    async (given) => {
      await expect(schedule("https://a.example", given)).rejects.toThrow("at least 16 characters");
    },
  );
});
