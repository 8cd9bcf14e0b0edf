import { EventEmitter } from "node:events";
import { Logger, run, runMigrations } from "graphile-worker";
import postgres from "postgres";

/**
 * Jobs a second of graphile-worker as it comes: no batching, no local queue, its own pool of ten connections. From the
 * first look for a job to the end of the `measured`th.
 *
 * It does not wait for a job's completion to be stored before it takes the next (dist/worker.js: `completeJob(job)`
 * without await, 0.18.0), so that one of its workers keeps two connections busy.
 */
export async function graphileRate(
  url: string,
  { workers, queued }: { workers: number; queued: number },
  measured: number,
): Promise<number> {
  const options = { connectionString: url, logger: new Logger(() => () => {}) };
  await runMigrations(options);
  await fill(url, queued);

  const events = new EventEmitter();
  let began = 0;
  let completed = 0;
  events.once("worker:getJob:start", () => {
    began = performance.now();
  });
  const rate = new Promise<number>((resolve) => {
    events.on("job:complete", () => {
      completed += 1;
      if (completed === measured) resolve(measured / ((performance.now() - began) / 1000));
    });
  });
  const runner = await run({
    ...options,
    taskList: { nothing: () => {} },
    concurrency: workers,
    noHandleSignals: true,
    crontab: "",
    events,
  });
  try {
    return await rate;
  } finally {
    await runner.stop();
  }
}

async function fill(url: string, queued: number): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    // All at once: a transaction of 20,000 times add_job takes minutes.
    await sql`
      select count(*) from graphile_worker.add_jobs(array(
        select ('nothing', '{}', null, null, null, null, null, null)::graphile_worker.job_spec
        from generate_series(1, ${queued}::integer)))`;
    const [{ jobs }] = await sql<[{ jobs: number }]>`
      select count(*)::integer as jobs from graphile_worker._private_jobs`;
    if (jobs !== queued) throw new Error(`graphile-worker has ${jobs} jobs instead of ${queued}.`);
    await sql`vacuum analyze`;
  } finally {
    await sql.end({ timeout: 1 });
  }
}
