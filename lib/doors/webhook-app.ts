import type { Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { Problem } from "../base/problem.ts";
import { keepTooLarge } from "../inbox/keep-too-large.ts";
import { receiveDelivery } from "../inbox/receive-delivery.ts";
import { dispatch } from "../outbox/dispatch.ts";
import type { Services } from "../services.ts";
import { cloudtalk, type Source, wasender } from "../vendors/source.ts";
import { type AppEnv, createApp } from "../web/create-app.ts";

/** Real webhooks are a few kB; thumbnails and cards make some of them megabytes. A Vercel function takes 4.5 MB. */
const maxBodyBytes = 4 * 1024 * 1024;

/** What outsiders post to us. No session: each source proves itself. */
export function webhookApp(services: () => Services): Hono<AppEnv> {
  const app = createApp(services);
  const limitOf = (source: Source) =>
    bodyLimit({
      maxSize: maxBodyBytes,
      onError: async (c) => {
        const problem = new Problem(
          "body_too_large",
          "The body is larger than 4 MiB. Send one event a request.",
        );
        await keepTooLarge(c.get("services"), source, c.req.raw, c.get("requestId"), problem);
        throw problem;
      },
    });
  const doors: [string, Source][] = [
    ["/webhook/cloudtalk", cloudtalk],
    ["/api/whatsapp-webhook", wasender],
  ];
  for (const [path, source] of doors) {
    app.post(path, limitOf(source), (c) => receive(c, source));
    app.all(path, (c) => {
      c.header("allow", "POST");
      throw new Problem("method_not_allowed", "This address takes POST only.");
    });
  }
  return app;
}

async function receive(c: Context<AppEnv>, source: Source): Promise<Response> {
  const services = c.get("services");
  const rawBody = new Uint8Array(await c.req.arrayBuffer());
  const request = { headers: c.req.raw.headers, url: new URL(c.req.url), rawBody };
  const recorded = await receiveDelivery(services, source, request, c.get("requestId"));
  for (const channel of recorded.channels)
    services.background(() => dispatch(services, channel, { mayWait: true }));
  if (recorded.hasFile) {
    services.background(async () => (await import("../work/files/fetch-media.ts")).fetchMedia(services));
  }
  const { requestId, outcome, reason } = recorded;
  return c.json({ received: true, requestId, outcome, ...(reason ? { reason } : {}) });
}
