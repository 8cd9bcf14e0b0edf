import type { Hono } from "hono";
import { constantTimeEqual } from "../base/constant-time-equal.ts";
import { Problem } from "../base/problem.ts";
import { callRpc } from "../db/call-rpc.ts";
import { environmentChannels } from "../outbox/channel-vendors.ts";
import type { Services } from "../services.ts";
import { type AppEnv, createApp } from "../web/create-app.ts";
import { runClock } from "../work/run-clock.ts";

/** The scheduler's tick: `Authorization: Bearer CRON_SECRET`, GET (Vercel Cron) or POST (pg_net). */
export function clockApp(services: () => Services): Hono<AppEnv> {
  const app = createApp(services);
  app.on(["GET", "POST"], "/api/clock", async (c) => {
    const running = c.get("services");
    const { cronSecret, tombstoneSecret } = running.config;
    if (!cronSecret) {
      throw new Problem(
        "not_configured",
        "CRON_SECRET is not set: put a long random value in the environment.",
      );
    }
    if (!constantTimeEqual(c.req.header("authorization") ?? "", `Bearer ${cronSecret}`)) {
      throw new Problem("unauthorized", "The tick needs Authorization: Bearer with the CRON_SECRET.");
    }
    await callRpc(running.db, "configure_default_channel", {
      settings: { ...running.config.firstStart, channels: environmentChannels(running), tombstoneSecret },
    });
    return c.json(await runClock(running));
  });
  return app;
}
