import { cloudtalk } from "../../../lib/vendors/cloudtalk/vendor.ts";
import { meta } from "../../../lib/vendors/meta/vendor.ts";
import { signMeta } from "../../../lib/vendors/shared/graph/verify-meta.ts";
import { metaSubject } from "../../conformance/subjects/meta.ts";
import { createProduct, type Product } from "../../support/product.ts";

export interface MetaStage {
  product: Product;
  /** A whole body, signed, at Meta's address. */
  post(body: object): Promise<Record<string, unknown>>;
}

/** The product with no number but Meta's. */
export async function createMetaStage(): Promise<MetaStage> {
  const env = { ...metaSubject.env, WHATSAPP_API_TOKEN: "", WHATSAPP_WEBHOOK_SECRET: "" };
  const product = await createProduct(env, () => ({
    vendors: [cloudtalk, meta],
    resolveHost: async () => [{ address: "3ffe::1", family: 6 }],
  }));
  return {
    product,
    async post(body) {
      const text = JSON.stringify(body);
      const signed = signMeta(text, metaSubject.env.META_WHATSAPP_APP_SECRET!);
      const response = await product.doors.webhook.request(
        "http://aftercall.test/api/whatsapp/webhooks/meta",
        {
          method: "POST",
          body: text,
          headers: { "content-type": "application/json", "x-hub-signature-256": signed },
        },
      );
      await product.afterResponses();
      return (await response.json()) as Record<string, unknown>;
    },
  };
}
