import { HttpResponse, http } from "msw";
import { endedCall, inbound, pdf, phone } from "../support/calls.ts";
import { hearingLog } from "../support/hearing-log.ts";
import { createProduct, fixture, type Product } from "../support/product.ts";

const api = "https://my.cloudtalk.io/api";
const ok = () => HttpResponse.json({ responseData: { status: 200 } });

export interface Written {
  what: "tag" | "untag" | "activity";
  contact: string;
  body: Record<string, unknown>;
  headers: Headers;
}

/** A product with CloudTalk's keys, and a CloudTalk that has one contact: customer 1. */
export async function stage(env: Record<string, string> = {}) {
  const { said, log } = hearingLog();
  const product: Product = await createProduct(
    {
      CLOUDTALK_API_ID: "key-id",
      CLOUDTALK_API_KEY: "key-secret-of-the-tests",
      PUBLIC_URL: "https://aftercall.example",
      WHATSAPP_DAILY_LIMIT: "0",
      WHATSAPP_MIN_INTERVAL_SECONDS: "1",
      ...env,
    },
    () => ({ log }),
  );
  const cloudtalk = {
    written: [] as Written[],
    searched: [] as string[],
    contacts: [{ id: "800001", number: Number(phone(1).slice(1)) }] as { id: string; number: unknown }[],
    answer: { tag: ok, untag: ok, activity: ok } as Record<Written["what"], (contact: string) => Response>,
    search: null as (() => Response) | null,
  };
  const write =
    (what: Written["what"]) =>
    async ({ request, params }: { request: Request; params: { file?: unknown } }) => {
      const contact = String(params.file).replace(/\.json$/, "");
      cloudtalk.written.push({
        what,
        contact,
        body: (await request.json()) as Written["body"],
        headers: request.headers,
      });
      return cloudtalk.answer[what](contact);
    };
  product.wasender.use(
    http.get(`${api}/calls/index.json`, () =>
      HttpResponse.json({
        responseData: { itemsCount: 0, pageCount: 1, pageNumber: 1, limit: 1000, data: [] },
      }),
    ),
    http.put(`${api}/contacts/addTags/:file`, write("tag")),
    http.delete(`${api}/contacts/removeTags/:file`, write("untag")),
    http.put(`${api}/activity/add/:file`, write("activity")),
    http.get(`${api}/contacts/index.json`, ({ request }) => {
      cloudtalk.searched.push(new URL(request.url).searchParams.get("keyword") ?? "");
      if (cloudtalk.search) return cloudtalk.search();
      const [row] = fixture("cloudtalk-contacts-index-lookup").responseData.data;
      const data = cloudtalk.contacts.map(({ id, number }) => ({
        Contact: { ...row.Contact, id },
        ContactNumber: { public_number: number },
      }));
      return HttpResponse.json({ responseData: { itemsCount: data.length, pageCount: 1, data } });
    }),
  );
  const tick = async (afterMs = 0) => {
    if (afterMs > 0) await product.db.shiftClock(afterMs);
    await product.tick();
    await product.afterResponses();
  };
  // It is a tick that finds the keys.
  await tick();
  const staff = await product.db.createStaff();
  return {
    product,
    cloudtalk,
    said,
    tick,
    staff,
    confirm: (call: number) => staff.client.rpc("confirm_bill", { call, message: null }),
    undo: (call: number) => staff.client.rpc("undo_bill", { call, reason: "Non è la bolletta." }),
    /** Customer n is called and sends a file, which a person confirms unless `isConfirmed` is false. Answers our call's number. */
    async bill(
      n: number,
      over: Record<string, unknown> = {},
      message: object | undefined = pdf,
      isConfirmed = true,
    ): Promise<number> {
      await product.postCloudtalk(endedCall(n, over));
      await product.afterResponses();
      await product.postWasender(inbound(n, "La cerco", { message }));
      await product.afterResponses();
      const [{ id }] = await product.db.sql<[{ id: string }]>`select max(id) as id from cloudtalk_calls`;
      if (isConfirmed) await staff.client.rpc("confirm_bill", { call: Number(id), message: null });
      return Number(id);
    },
    tasks: async () =>
      (
        await product.db.sql`select payload ->> 'what' as kind, state, tries, reason_code as error_code,
            payload ->> 'contactId' as cloudtalk_contact_id from tasks where kind = 'write_back' order by id`
      ).map((row) => ({ ...row })),
  };
}
export type Stage = Awaited<ReturnType<typeof stage>>;
