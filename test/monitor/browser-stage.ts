import { launchBrowser } from "../support/browser.ts";
import type { Staff } from "../support/create-staff.ts";
import { type Listening, listen } from "../support/listen.ts";
import type { Product } from "../support/product.ts";
import { Onlooker } from "./onlooker.ts";
import { site } from "./site.ts";

export interface BrowserStage {
  /** Signed in as `staff`. */
  onlooker: Onlooker;
  server: Listening;
  /** Ends the browser and the server; the product is whose it was. */
  close(): Promise<void>;
}

/** The product's monitor at an address, and a browser in front of it. */
export async function browserStage(product: Product, staff: Staff): Promise<BrowserStage> {
  const browser = await launchBrowser();
  const server = await listen(site(product));
  const onlooker = new Onlooker(browser, server.url);
  const close = async () => {
    await browser.close();
    await server.close();
  };
  try {
    await onlooker.signIn(await onlooker.open(), staff);
  } catch (error) {
    await close();
    throw error;
  }
  return { onlooker, server, close };
}
