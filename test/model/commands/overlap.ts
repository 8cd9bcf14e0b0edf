import type { Model } from "../model.ts";
import { type Command, command } from "./command.ts";
import { passTime } from "./time.ts";

/** Longest wait for the second to meet a lock, ms. */
const patienceMs = 20;

/**
 * The second begins while the first is done but not committed; the database's time moves on before it is. Every verb
 * takes the channel's lock first, so the second waits, and the outcome is the first, then the second, at the later time.
 */
export const overlap = command(
  "overlap",
  async (m, w, first: Command, second: Command, ms: number) => {
    await w.held.unsafe("begin");
    w.use(w.held);
    await first.run(m, w);
    w.use(w.main);
    const running = second.check(m) ? second.run(m, w) : Promise.resolve();
    let isDone = false;
    const finish = () => {
      isDone = true;
    };
    const done = running.then(finish, finish);
    const until = performance.now() + patienceMs;
    while (!isDone && performance.now() < until && !(await w.isBlocked())) await Promise.race([done, tiny()]);
    if (!isDone) await passTime(m, w, ms);
    await w.held.unsafe("commit");
    await running;
  },
  (m: Model, first: Command, second: Command) => first.check(m) && second.check(m),
);

const tiny = () => new Promise((resolve) => setImmediate(resolve));
