import { keepRecent } from "../world/keep-recent.ts";
import { isTaken, type WebhookAttempt, type WebhookPost } from "../world/wire-entry.ts";
import type { World } from "../world/world.ts";

export interface OutgoingWebhook {
  source: WebhookPost["source"];
  /** `GET` asks the product something, without a body. */
  method?: WebhookPost["method"];
  event: string;
  /** As logged, without secrets. */
  path: string;
  /** Appended to the path on the wire only. */
  query?: string;
  body: unknown;
  /** The bytes on the wire; JSON as it comes where it is not said. */
  encode?: (body: unknown) => string;
  /** After a refusal it is posted again after so long, each in turn. */
  retriesMs?: readonly number[];
  /** Made for each attempt: signatures carry the time. */
  headers: (rawBody: string) => Record<string, string>;
}

export interface WebhookPoster {
  /** Resolves when the product took it or the last attempt failed too. */
  post(webhook: OutgoingWebhook): Promise<WebhookPost>;
  /** On its way it gets lost: it is on the wire's log, and nobody gets it. */
  lose(webhook: OutgoingWebhook): WebhookPost;
  /** Posts what waited for the session. */
  releaseHeld(): void;
  /** Resolves when no request is on its way. A retry that is only planned does not count. */
  idle(): Promise<void>;
  close(): void;
}

/** Retry policies are undocumented; two repositories saw one retry within 1 to 3 s (fact sheet 1.4). */
const RETRIES_MS = [2000];
const TIMEOUT_MS = 15_000;

export function webhookPoster(world: World, productUrl: () => string): WebhookPoster {
  const flying = new Set<Promise<unknown>>();
  const closed = new AbortController();
  let held: (() => void)[] = [];

  async function attempt(webhook: OutgoingWebhook, entry: WebhookPost): Promise<void> {
    const result = await postOnce(productUrl(), webhook, closed.signal);
    entry.attempts.push({ at: world.now(), ...result });
    world.touch();
  }

  function start(webhook: OutgoingWebhook, entry: WebhookPost): Promise<void> {
    const flight = attempt(webhook, entry).finally(() => flying.delete(flight));
    flying.add(flight);
    return flight;
  }

  async function postWithRetry(webhook: OutgoingWebhook, entry: WebhookPost): Promise<WebhookPost> {
    await start(webhook, entry);
    for (const gap of webhook.retriesMs ?? RETRIES_MS) {
      if (isTaken(entry) || closed.signal.aborted) break;
      await new Promise<void>((resolve) => world.schedule(resolve, gap));
      if (!closed.signal.aborted) await start(webhook, entry);
    }
    return entry;
  }

  function log(
    { source, event, path, body, method = "POST" }: OutgoingWebhook,
    fate: Pick<WebhookPost, "held" | "lost">,
  ): WebhookPost {
    const entry: WebhookPost = {
      kind: "webhook",
      id: world.nextNumber("wire"),
      at: world.now(),
      source,
      method,
      event,
      path,
      body,
      attempts: [],
      ...fate,
    };
    world.posts.push(entry);
    keepRecent(world.posts);
    world.touch();
    return entry;
  }

  return {
    lose: (webhook) => log(webhook, { held: false, lost: true }),
    post(webhook) {
      const { source, event } = webhook;
      const waits = source === "wasender" && world.switches.sessionDown && event !== "session.status";
      const entry = log(webhook, { held: waits, lost: false });
      if (!entry.held) return postWithRetry(webhook, entry);
      return new Promise((resolve) => {
        held.push(() => {
          entry.held = false;
          resolve(postWithRetry(webhook, entry));
        });
      });
    },
    releaseHeld() {
      const waiting = held;
      held = [];
      for (const release of waiting) release();
    },
    async idle() {
      while (flying.size > 0) await Promise.allSettled([...flying]);
    },
    close: () => closed.abort(),
  };
}

async function postOnce(
  productUrl: string,
  webhook: OutgoingWebhook,
  closed: AbortSignal,
): Promise<Omit<WebhookAttempt, "at">> {
  try {
    const raw = (webhook.encode ?? JSON.stringify)(webhook.body);
    const carried =
      webhook.method === "GET"
        ? { method: "GET", headers: webhook.headers("") }
        : {
            method: "POST",
            headers: { "content-type": "application/json", ...webhook.headers(raw) },
            body: raw,
          };
    const response = await fetch(`${productUrl}${webhook.path}${webhook.query ?? ""}`, {
      ...carried,
      redirect: "manual",
      signal: AbortSignal.any([closed, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    return { status: response.status, answer: (await response.text()).slice(0, 400) };
  } catch (error) {
    return { status: null, answer: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause as { code?: string } | undefined;
  return cause?.code ?? error.message;
}
