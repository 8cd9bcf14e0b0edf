import { readFile } from "node:fs/promises";
import { HttpResponse } from "msw";
import { pdfFile } from "../media/files.ts";
import { document, stage as mediaStage } from "../media/stage.ts";
import { endedCall, inbound } from "../support/calls.ts";

const photoFile = new Uint8Array(
  await readFile(new URL("../../simulator/files/bolletta-1.jpg", import.meta.url)),
);

/** Customers who were asked after a call, and send what a test says; files are stored. */
export async function stage() {
  const s = await mediaStage({ WHATSAPP_DAILY_LIMIT: "0", WHATSAPP_MIN_INTERVAL_SECONDS: "1" });
  const { product } = s;
  const { sql } = product.db;
  const settled = () => product.afterResponses();
  const newest = async () =>
    Number((await sql`select max(id) as id from whatsapp_messages where direction = 'in'`)[0]!.id);
  const file = async (n: number, bytes: Uint8Array<ArrayBuffer>, over: Record<string, unknown>) => {
    s.gateway.file = () => new HttpResponse(bytes);
    await s.receives(document(over), { n });
    await product.db.shiftClock(1_000);
    return newest();
  };
  return {
    ...s,
    sql,
    /** Customer n was called, and our text has left. */
    async asked(n: number, name = `Cliente ${n}`) {
      await product.postCloudtalk(endedCall(n, { contact_name: name, agent_name: "Giulia" }));
      await settled();
      await s.tick(2_000);
      const [row] = await sql`select contact_id from cloudtalk_calls order by id desc limit 1`;
      return Number(row!.contact_id);
    },
    async says(n: number, text: string) {
      await product.postWasender(inbound(n, text));
      await settled();
      await product.db.shiftClock(1_000);
    },
    /** Their message's number. */
    photo: (n: number) => file(n, photoFile, { mimetype: "image/jpeg", fileName: "foto.jpg" }),
    pdf: (n: number) => file(n, pdfFile, {}),
    bills: async () =>
      (
        await sql`select c.name, k.bill from conversations k join contacts c on c.id = k.contact_id order by c.name`
      ).map(({ name, bill }) => `${name}: ${bill}`),
  };
}
export type Stage = Awaited<ReturnType<typeof stage>>;
