import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { ApiRequest } from "../world/wire-entry.ts";

/** Lets the caller hang until it gives up, or cuts the connection in its face. */
export async function withoutAnswer(
  c: { env: HttpBindings; get(name: "entry"): ApiRequest },
  fault: "timeout-delivered" | "reset-delivered",
): Promise<Response> {
  const { socket } = c.env.incoming;
  c.get("entry").note = fault === "timeout-delivered" ? "timeout" : "reset";
  if (fault === "reset-delivered") socket.resetAndDestroy();
  else if (!socket.destroyed) await new Promise((resolve) => socket.once("close", resolve));
  return RESPONSE_ALREADY_SENT;
}
