import { createProduct, type Product } from "../support/product.ts";
import { keys } from "./cloudtalk-list.ts";

/** A product with every key that reconciliation can use, a pace that is never in the way, and ears for its log. */
export async function stage() {
  const said: string[] = [];
  const hear = (...words: unknown[]) => void said.push(JSON.stringify(words));
  const log: Product["services"]["log"] = { info: hear, warn: hear, error: hear };
  const product = await createProduct(
    {
      ...keys,
      WHATSAPP_DAILY_LIMIT: "0",
      WHATSAPP_MIN_INTERVAL_SECONDS: "1",
      WASENDER_PERSONAL_TOKEN: "personal-token-of-the-tests",
      WASENDER_SESSION_ID: "12345",
    },
    () => ({ log }),
  );
  return { product, said };
}
