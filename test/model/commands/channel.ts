import type { Model } from "../model.ts";
import { post } from "../post.ts";
import { command } from "./command.ts";

export type Session = "connected" | "connecting" | "disconnected" | "logged_out";

/** WhatsApp's link to the phone, as the provider tells it: the last word counts. */
export const session = command("session", (m, w, told: Session) =>
  post(m, w, {
    door: "wasender",
    body: { event: "session.status", data: { status: told } },
    kind: "session",
    effect: (m) => hearSession(m, told),
  }),
);

/** Staff's own pause outlives every word of the provider; a bad key is not mended by a link. */
function hearSession(m: Model, told: Session): void {
  if (told === "connected" && m.paused === "session_down") m.paused = null;
  else if ((told === "disconnected" || told === "logged_out") && m.paused !== "staff")
    m.paused = "session_down";
}
