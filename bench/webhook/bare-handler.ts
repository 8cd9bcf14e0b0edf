import type { SupabaseClient } from "@supabase/supabase-js";
import type { Delivery } from "./deliveries.ts";

/**
 * The least a webhook can be: JSON in, one call, JSON out. What the call needs beside the body was worked out once, from
 * one example; only the ids are put in.
 */
export function bareHandler(
  db: SupabaseClient,
  { source, eventType, example, own }: Delivery,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const body = await request.json();
    const { data, error } = await db.rpc("record_delivery", {
      delivery: {
        workspace: "default",
        source,
        eventType,
        requestId: crypto.randomUUID(),
        contentType: "application/json",
        headers: { "content-type": "application/json", "user-agent": "benchmark" },
        body,
        rawBody: null,
        elapsedMs: 0,
        rejected: null,
      },
      effects: [{ ...example, ...own(body) }],
    });
    if (error) return Response.json({ error: error.message }, { status: 503 });
    return Response.json({ received: true, requestId: data.requestId, outcome: data.outcome });
  };
}
