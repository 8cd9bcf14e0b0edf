import { HttpResponse, http } from "msw";
import { signMeta } from "../../lib/vendors/shared/graph/verify-meta.ts";
import { metaSubject } from "../conformance/subjects/meta.ts";
import { contact, delivered, graphError, numberId, textMessage, wabaId } from "../providers/meta/bodies.ts";
import { createProduct, type Product } from "../support/product.ts";

export type TwoVendors = Awaited<ReturnType<typeof twoVendors>>;

/** One company with a number at an unofficial gateway and one at Meta, both from the environment. Sends leave with `send`. */
export async function twoVendors(env: Record<string, string> = {}) {
  const product = await createProduct({
    ...metaSubject.env,
    META_WHATSAPP_BUSINESS_ACCOUNT_ID: wabaId,
    WHATSAPP_MIN_INTERVAL_SECONDS: "0",
    ...env,
  });
  const sends: { to: string; type: string; template?: { name: string }; text?: { body: string } }[] = [];
  const refusals: number[] = [];
  product.wasender.use(
    http.post(`https://graph.facebook.com/v26.0/${numberId}/messages`, async ({ request }) => {
      const code = refusals.shift();
      if (code) return HttpResponse.json(graphError(code, "Refused"), { status: 400 });
      sends.push((await request.json()) as (typeof sends)[number]);
      return HttpResponse.json({ messages: [{ id: `wamid.OUT-${sends.length}` }] });
    }),
    // What is known of its texts holds while the list cannot be read.
    http.get(`https://graph.facebook.com/v26.0/${wabaId}/message_templates`, () =>
      HttpResponse.json({ error: { code: 2, message: "Service temporarily unavailable" } }, { status: 503 }),
    ),
  );
  const { sql } = product.db;
  const idOf = async (vendor: string) =>
    (await sql<[{ id: string }]>`select id from channels where vendor = ${vendor}`)[0]?.id;
  const post = async (value: object) => {
    const body = JSON.stringify(delivered(value));
    const signature = signMeta(body, metaSubject.env.META_WHATSAPP_APP_SECRET!);
    const response = await product.doors.webhook.request("http://aftercall.test/api/whatsapp/webhooks/meta", {
      method: "POST",
      body,
      headers: { "content-type": "application/json", "x-hub-signature-256": signature },
    });
    await product.afterResponses();
    return (await response.json()) as Record<string, unknown>;
  };
  return {
    product,
    sql,
    sends,
    gateway: (await idOf("wasender"))!,
    meta: (await idOf("meta"))!,
    post,
    /** Meta answers the next send with this error. */
    refuse: (code: number) => void refusals.push(code),
    /** Customer n writes to the number at Meta, at that moment by Meta's clock: ISO 8601. */
    write: (n: number, at: string, over: object = {}) =>
      post({
        contacts: [contact(n)],
        messages: [
          textMessage(n, "Buongiorno", {
            id: `wamid.IN-${crypto.randomUUID()}`,
            timestamp: String(Date.parse(at) / 1000),
            ...over,
          }),
        ],
      }),
    async send() {
      await product.tick();
      await product.afterResponses();
    },
  };
}

export function sentBy({ product }: { product: Product }): string[] {
  return product.wasender.sends.map(({ to }) => to);
}
