import { setTimeout as after } from "node:timers/promises";

/**
 * One request each `everyMs`, whether the ones before are answered or not. ms of each, from when it was due to the last byte of its
 * answer: what waits because we are slow counts. Throws where one is not taken.
 */
export async function postSteadily(
  count: number,
  everyMs: number,
  send: (n: number) => Response | Promise<Response>,
): Promise<number[]> {
  const began = performance.now();
  const flying: Promise<number>[] = [];
  const failures: unknown[] = [];
  const one = async (n: number, due: number) => {
    try {
      const response = await send(n);
      const text = await response.text();
      if (response.status !== 200) throw new Error(`${n}: ${response.status} ${text}`);
    } catch (error) {
      failures.push(error);
    }
    return performance.now() - due;
  };
  for (let n = 0; n < count; n += 1) {
    const due = began + n * everyMs;
    const early = due - performance.now();
    if (early > 0) await after(early);
    flying.push(one(n, due));
  }
  const times = await Promise.all(flying);
  if (failures.length > 0) throw failures[0];
  return times;
}
