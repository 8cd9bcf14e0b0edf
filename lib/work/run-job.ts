import type { Services } from "../services.ts";

/** Runs one job of a tick. One that throws is logged and added to `failed`, answers `otherwise`, and stops no other. */
export async function runJob<Result>(
  { log }: Services,
  failed: string[],
  name: string,
  work: () => Promise<Result>,
  otherwise: Result,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    failed.push(name);
    log.error({ job: name, err: error }, "a job of the tick failed");
    return otherwise;
  }
}
