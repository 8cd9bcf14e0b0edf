import { setTimeout as after } from "node:timers/promises";
import { type DoorOutput, type DoorProcess, startDoorProcess } from "./door-process.ts";

/** Background work of an old version may be in the middle of a send: it gets this long to end by itself. */
const reloadGraceMs = 20_000;
const stopGraceMs = 700;

/**
 * The doors on their port, through changes of the code: a new process loads the new code, and only then takes the
 * port over from the old one. Code that does not load leaves the old process serving.
 */
export class DoorServer {
  readonly #env: NodeJS.ProcessEnv;
  readonly #port: number;
  readonly #output: DoorOutput;
  readonly #processes = new Set<DoorProcess>();
  #serving: DoorProcess | null = null;
  #turn: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(port: number, env: NodeJS.ProcessEnv, output: DoorOutput = "inherit") {
    this.#port = port;
    this.#output = output;
    this.#env = env;
  }

  /** Starts, or reloads. One at a time; resolves to why the code did not load, or null. */
  reload(): Promise<string | null> {
    const result = this.#turn.then(() => this.#replace());
    this.#turn = result.then(
      () => {},
      () => {},
    );
    return result;
  }

  /** Whether a version of the code serves. */
  get isServing(): boolean {
    return this.#serving !== null;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    const all = [...this.#processes];
    for (const process of all) void process.release(stopGraceMs);
    const ended = Promise.all(all.map((process) => process.ended));
    await Promise.race([ended, after(stopGraceMs + 300, undefined, { ref: false })]);
    for (const process of this.#processes) process.kill("SIGKILL");
    await ended;
  }

  async #replace(): Promise<string | null> {
    if (this.#stopped) return null;
    const fresh = startDoorProcess(this.#env, this.#output);
    this.#processes.add(fresh);
    void fresh.ended.then(() => this.#forget(fresh));
    const reason = await fresh.loaded;
    if (reason !== null || this.#stopped) return reason;
    await this.#serving?.release(reloadGraceMs);
    this.#serving = null;
    if (this.#stopped) return null;
    await fresh.listen(this.#port);
    this.#serving = fresh;
    return null;
  }

  #forget(ended: DoorProcess): void {
    this.#processes.delete(ended);
    if (this.#serving !== ended || this.#stopped) return;
    this.#serving = null;
    console.error("The process of the doors ended unexpectedly: starting another.");
    setTimeout(() => void this.reload().catch((error) => console.error(error)), 1_000).unref();
  }
}
