import { Hono } from "hono";
import type { Simulation } from "../simulation.ts";
import { lidJid, pnJid } from "../world/customer.ts";
import { findByLid, findByPhone } from "../world/find-customer.ts";
import { checkKey } from "./check-key.ts";
import { decryptMedia } from "./decrypt-media.ts";
import { messageInfo } from "./message-info.ts";
import { messageLogs } from "./message-logs.ts";
import { OWN_NUMBER } from "./own-number.ts";
import { recordRequest } from "./record-request.ts";
import { sendMessage } from "./send-message.ts";
import type { WasenderEnv } from "./wasender-env.ts";

/** The pretend Wasender's HTTP side: paths and answers as documented (fact sheet 1.2 and 1.3). */
export function wasenderApp(sim: Simulation): Hono<WasenderEnv> {
  const { world } = sim;
  const app = new Hono<WasenderEnv>();
  app.use(recordRequest(world), checkKey(sim));

  app.post("/send-message", (c) => sendMessage(sim, c));

  app.post("/decrypt-media", (c) => decryptMedia(sim, c));

  app.get("/messages/:msgId/info", (c) => {
    const data = messageInfo(world, Number(c.req.param("msgId")));
    return data
      ? c.json({ success: true, data })
      : c.json({ success: false, message: "Message not found" }, 404);
  });

  app.get("/status", (c) => c.json({ status: world.switches.sessionDown ? "disconnected" : "connected" }));

  app.get("/user", (c) =>
    c.json({
      success: true,
      data: { id: OWN_NUMBER.pn.replace("@", ":12@"), name: OWN_NUMBER.name, lid: OWN_NUMBER.lid },
    }),
  );

  app.get("/pn-from-lid/:lid", (c) => {
    const customer = findByLid(world, c.req.param("lid"));
    if (customer && customer.addressing !== "lid-only") {
      return c.json({ success: true, data: { pn: pnJid(customer) } });
    }
    return c.json({ success: false, error: "LID not found or invalid." }, 404);
  });

  app.get("/lid-from-pn/:pn", (c) => {
    const customer = findByPhone(world, c.req.param("pn").replace(/@.*$/, ""));
    if (customer && customer.addressing !== "lid-only") {
      return c.json({ success: true, data: { lid: lidJid(customer) } });
    }
    return c.json({ success: false, error: "LID not found or invalid." }, 404);
  });

  app.get("/whatsapp-sessions/:id/message-logs", (c) => {
    const perPage = Math.min(Number(c.req.query("per_page")) || 15, 100);
    return c.json(messageLogs(world, Number(c.req.param("id")), Number(c.req.query("page")) || 1, perPage));
  });

  // Whoever scans it is the switch of the session.
  const code = () => ({
    qrCode: `2@${Math.floor(world.now() / 20_000).toString(36)},simulated,session==`,
  });
  app.get("/whatsapp-sessions/:id/qrcode", (c) =>
    world.switches.sessionDown
      ? c.json({ success: true, data: code() })
      : c.json({ success: false, message: "Device already linked. No QR code available." }, 400),
  );
  app.post("/whatsapp-sessions/:id/connect", (c) =>
    c.json({
      success: true,
      data: world.switches.sessionDown ? { status: "NEED_SCAN", ...code() } : { status: "CONNECTED" },
    }),
  );

  app.notFound((c) => c.json({ success: false, message: "Not found" }, 404));
  return app;
}
