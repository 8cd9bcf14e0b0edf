import { HttpResponse, http } from "msw";
import type { Services } from "../../lib/services.ts";
import { inbound } from "../support/calls.ts";
import { hearingLog } from "../support/hearing-log.ts";
import { createProduct, type Product } from "../support/product.ts";
import { wasenderDoubleUrl } from "../support/wasender-double.ts";
import { pdfFile } from "./files.ts";

export const fileLink = "https://files.wasender.test/decrypted/EXAMPLE";
export const mediaKey = "RVhBTVBMRS1NRURJQS1LRVktTk9ULVJFQUw=";

/** A document as Wasender brings it; `over` changes its fields. */
export const document = (over: Record<string, unknown> = {}) => ({
  documentMessage: {
    url: "https://mmg.whatsapp.net/v/t62.7119-24/EXAMPLE-document.enc",
    mimetype: "application/pdf",
    mediaKey,
    fileSha256: "RVhBTVBMRS1TSEEyNTYtTk9ULVJFQUw=",
    fileLength: "184320",
    fileName: "bolletta-ottobre.pdf",
    ...over,
  },
});

/** A product whose gateway opens files, as this test says. */
export async function stage(env: Record<string, string> = {}, own: Partial<Services> = {}) {
  const { said, log } = hearingLog();
  const product: Product = await createProduct(env, () => ({
    // Of 6bone's old range, which leads nowhere: should msw let a request through, it reaches nobody.
    resolveHost: async () => [{ address: "3ffe::1", family: 6 }],
    log,
    ...own,
  }));
  const gateway = {
    /** Bodies of decrypt-media, in order. */
    asked: [] as unknown[],
    /** Files handed out, in order. */
    fetched: 0,
    decrypt: (): Response => HttpResponse.json({ success: true, publicUrl: fileLink }),
    file: (): Response => new HttpResponse(pdfFile, { headers: { "content-type": "application/pdf" } }),
  };
  product.wasender.use(
    http.post(`${wasenderDoubleUrl}/decrypt-media`, async ({ request }) => {
      gateway.asked.push(await request.json());
      return gateway.decrypt();
    }),
    http.get(fileLink, () => {
      gateway.fetched += 1;
      return gateway.file();
    }),
  );
  return {
    product,
    gateway,
    said,
    /** Customer n sends this; whatever the door leaves running is waited for. */
    async receives(message: object, over: { n?: number; id?: string; event?: string } = {}) {
      const body = {
        ...inbound(over.n ?? 1, "", { id: over.id, message }),
        ...(over.event && { event: over.event }),
      };
      const response = await product.postWasender(body);
      await product.afterResponses();
      return response;
    },
    async tick(afterMs = 0) {
      if (afterMs > 0) await product.db.shiftClock(afterMs);
      await product.tick();
      await product.afterResponses();
    },
    async media() {
      const rows = await product.db.sql`select f.*, m.whatsapp_message_id, t.tries, t.id as task
        from whatsapp_media f join whatsapp_messages m on m.id = f.message_id
        left join tasks t on t.message_id = f.message_id order by f.message_id`;
      return rows.map((row) => ({ ...row })) as Record<string, unknown>[];
    },
  };
}
export type Stage = Awaited<ReturnType<typeof stage>>;
export const minutes = (count: number) => count * 60_000;
