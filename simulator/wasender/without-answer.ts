import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context } from "hono";
import type { WasenderEnv } from "./wasender-env.ts";

/** Lets the caller hang until it gives up, or cuts the connection in its face. */
export async function withoutAnswer(
  c: Context<WasenderEnv>,
  fault: "timeout-delivered" | "reset-delivered",
): Promise<Response> {
  const { socket } = c.env.incoming;
  c.get("entry").note = fault === "timeout-delivered" ? "timeout" : "reset";
  if (fault === "reset-delivered") socket.resetAndDestroy();
  else if (!socket.destroyed) await new Promise((resolve) => socket.once("close", resolve));
  return RESPONSE_ALREADY_SENT;
}
