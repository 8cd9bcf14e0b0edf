import { createServer } from "node:net";
import { DevFailure } from "./dev-failure.ts";

/** Says so, before anything is started, when a port is taken. */
export async function requireFreePort(port: number, variable: string): Promise<void> {
  const error = await tryPort(port);
  if (error === null) return;
  throw new DevFailure(
    error.code === "EADDRINUSE"
      ? `Port ${port} is taken: stop what uses it, or set ${variable} to another port.`
      : `Port ${port} cannot be used (${error.code}): set ${variable} to another port.`,
  );
}

/** The wished port when it is free, else any free one. */
export async function freePortNear(wished: number): Promise<number> {
  return wished <= 65535 && (await tryPort(wished)) === null ? wished : 0;
}

function tryPort(port: number): Promise<NodeJS.ErrnoException | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", resolve);
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(null)));
  });
}
