import type { Context, Hono, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { Problem } from "../base/problem.ts";
import { keepTooLarge } from "../inbox/keep-too-large.ts";
import { receiveDelivery } from "../inbox/receive-delivery.ts";
import { answerHandshake } from "../inbox/verify-delivery.ts";
import { dispatch } from "../outbox/dispatch.ts";
import type { Services } from "../services.ts";
import type { Vendor, Webhook } from "../vendors/vendor.ts";
import { vendors } from "../vendors/vendors.ts";
import { type AppEnv, createApp, logProblem } from "../web/create-app.ts";

/** What outsiders post to us, each at the addresses that its vendor names. No session: each proves itself. */
export function webhookApp(services: () => Services, list: readonly Vendor[] = vendors): Hono<AppEnv> {
  const app = createApp(services);
  for (const vendor of list) {
    for (const webhook of vendor.events?.webhooks ?? []) register(app, vendor, webhook);
  }
  return app;
}

function register(app: Hono<AppEnv>, vendor: Vendor, webhook: Webhook): void {
  const { path, methods, handshake, refusal } = webhook;
  if (refusal) app.use(path, alsoSay(refusal));
  if (methods.includes("POST")) {
    app.post(path, limitTo(vendor, webhook), (c) => receive(c, vendor, webhook));
  }
  if (methods.includes("GET") && handshake) {
    app.get(path, (c) => answerHandshake(c.get("services"), vendor, handshake, new URL(c.req.url)));
  }
  app.all(path, (c) => {
    c.header("allow", methods.join(", "));
    throw new Problem("method_not_allowed", `This address takes ${methods.join(" and ")} only.`);
  });
}

/** Adds to the body of a refusal what its vendor shows. */
function alsoSay(refusal: NonNullable<Webhook["refusal"]>): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    await next();
    if (!c.error) return;
    const { status } = c.res;
    const told = (await c.res.json()) as { error: { message: string } };
    c.res = Response.json({ ...refusal(told.error.message), ...told }, { status });
  };
}

function limitTo(vendor: Vendor, webhook: Webhook): MiddlewareHandler<AppEnv> {
  const { maxBytes } = webhook;
  return bodyLimit({
    maxSize: maxBytes,
    onError: async (c) => {
      const size = maxBytes < 1024 * 1024 ? `${maxBytes / 1024} KiB` : `${maxBytes / 1024 / 1024} MiB`;
      const problem = new Problem(
        "body_too_large",
        `The body is larger than ${size}. Send one event a request.`,
      );
      await keepTooLarge(c.get("services"), vendor, webhook, c.req.raw, c.get("requestId"), problem);
      throw problem;
    },
  });
}

async function receive(c: Context<AppEnv>, vendor: Vendor, webhook: Webhook): Promise<Response> {
  const services = c.get("services");
  const rawBody = new Uint8Array(await c.req.arrayBuffer());
  const request = { headers: c.req.raw.headers, url: new URL(c.req.url), rawBody };
  const recorded = await receiveDelivery(services, vendor, webhook, request, c.get("requestId"));
  if (recorded.unreadable) return refuse(c, webhook, recorded.unreadable);
  for (const channel of recorded.channels)
    services.background(() => dispatch(services, channel, { mayWait: true }));
  if (recorded.hasLead) {
    services.background(async () =>
      (await import("../work/tasks/run-tasks.ts")).runTasks(services, ["fetch_lead"]),
    );
  }
  if (recorded.hasFile) {
    services.background(async () =>
      (await import("../work/tasks/run-tasks.ts")).runTasks(services, ["fetch_file"]),
    );
  }
  if (webhook.answerTaken) return webhook.answerTaken();
  const { requestId, outcome, reason } = recorded;
  return c.json({ received: true, requestId, outcome, ...(reason ? { reason } : {}) });
}

/** It is kept as rejected: what its sender is told is the vendor's to say. */
function refuse(c: Context<AppEnv>, { answerRejected }: Webhook, problem: Problem): Response {
  if (!answerRejected) throw problem;
  logProblem(problem, c);
  return answerRejected();
}
