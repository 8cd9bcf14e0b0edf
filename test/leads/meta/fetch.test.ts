import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, expect, test } from "vitest";
import { signMeta } from "../../../lib/vendors/shared/graph/verify-meta.ts";
import { metaLeadsSubject } from "../../conformance/subjects/meta-leads.ts";
import { graphError } from "../../providers/meta/bodies.ts";
import { createProduct, type Product } from "../../support/product.ts";
import { graphForm, graphLead, notices } from "./bodies.ts";

/** What Meta announces is read there, and becomes a person; what cannot be read waits in sight. */
let product: Product;
const graph = "https://graph.facebook.com/v26.0";
const secret = metaLeadsSubject.env.META_LEADS_APP_SECRET!;
/** What Graph has now, by id; null: it refuses. */
let leads: Map<string, object>;
let refusal: (() => Response) | null;
let token: object;
let asked: string[];

beforeEach(async () => {
  product = await createProduct(metaLeadsSubject.env);
  [leads, refusal, asked] = [new Map(), null, []];
  token = { is_valid: true, expires_at: 0, scopes: ["leads_retrieval"] };
  product.wasender.use(
    http.get(`${graph}/debug_token`, () => HttpResponse.json({ data: token })),
    http.get(`${graph}/${graphForm.id}`, () => HttpResponse.json(graphForm)),
    http.get(`${graph}/${graphForm.id}/leads`, ({ request }) => {
      const after = new URL(request.url).searchParams.get("after");
      const all = [...leads.values()];
      const data = after === null ? all.slice(0, 1) : all.slice(1);
      const paging = after === null && all.length > 1 ? { cursors: { after: "A" }, next: "https://x" } : {};
      return refusal?.() ?? HttpResponse.json({ data, paging });
    }),
    http.get(`${graph}/:id`, ({ params, request }) => {
      asked.push(String(params.id));
      expect(request.headers.get("authorization")).toBe("Bearer meta-page-access-token-of-the-tests");
      const known = leads.get(String(params.id));
      return refusal?.() ?? (known ? HttpResponse.json(known) : gone());
    }),
  );
});
afterEach(() => product.close());

const gone = () => HttpResponse.json(graphError(100, "Unsupported get request"), { status: 400 });
const post = async (body: string) => {
  const response = await product.doors.webhook.request("http://aftercall.test/api/webhooks/meta", {
    method: "POST",
    body,
    headers: { "content-type": "application/json", "x-hub-signature-256": signMeta(body, secret) },
  });
  await product.afterResponses();
  return response;
};
const rows = () => product.db.sql`select * from leads order by id`;

test("a notice is fetched at once and becomes a person with the words of the form", async () => {
  const id = "17841400000000123";
  leads.set(id, graphLead(id));
  // As a number, which loses its last digits where it is read as one.
  expect((await post(JSON.stringify(notices("X")).replace('"X"', id))).status).toBe(200);
  expect(await rows()).toMatchObject([
    {
      external_id: id,
      status: "created",
      source: "meta_ads",
      phone: "+393331234567",
      email: "nicolo@example.com",
      name: "Nicolò D’Angelo",
      form: "Fotovoltaico stalle",
      campaign: "Agrisolare autunno",
      ad: "Video stalla",
      platform: "ig",
      is_organic: false,
      submitted_at: new Date("2026-11-21T08:49:00Z"),
      consents: [
        { key: "marketing_consent", words: "Acconsento a ricevere offerte via WhatsApp.", isTicked: true },
        { key: "third_parties", words: "Acconsento alla cessione a terzi.", isTicked: false },
      ],
    },
  ]);
  expect((await rows())[0]!.facts.customFields).toEqual({
    "Qual è il tuo consumo annuo?": "più_di_50.000_kwh",
  });
  expect(await product.db.sql`select origin_kind from asks`).toEqual([{ origin_kind: "lead" }]);
  await post(JSON.stringify(notices(id)));
  expect(await rows()).toHaveLength(1);
  expect(asked).toEqual([id]);
});

test("several in one body, made-up ones among them; organic ones have no ad", async () => {
  leads.set("111000111000111", graphLead("111000111000111", { ad_id: undefined, is_organic: true }));
  leads.set("222000222000222", graphLead("222000222000222"));
  await post(JSON.stringify(notices("111000111000111", "222000222000222", "444444444444")));
  expect((await rows()).map(({ status, state, is_test }) => [status, state, is_test])).toEqual([
    ["created", "queued", false],
    ["duplicate", "queued", false],
    ["created", "test", true],
  ]);
  expect(asked).not.toContain("444444444444");
  expect(await product.db.sql`select count(*)::int as n from contacts`).toEqual([{ n: 1 }]);
});

test("a live test of the form is marked by its texts, and nothing goes to it", async () => {
  const field_data = [
    { name: "full_name", values: ["<test lead: dummy data for full_name>"] },
    { name: "phone_number", values: ["<test lead: dummy data for phone_number>"] },
  ];
  leads.set("333000333000333", graphLead("333000333000333", { field_data }));
  await post(JSON.stringify(notices("333000333000333")));
  expect(await rows()).toMatchObject([{ is_test: true, state: "test", contact_id: null }]);
  expect(await product.db.sql`select from whatsapp_messages`).toHaveLength(0);
});

test("without the permission it waits in sight, is told, and comes in when that is mended", async () => {
  leads.set("555000555000555", graphLead("555000555000555"));
  refusal = () => HttpResponse.json(graphError(200, "Requires leads_retrieval"), { status: 403 });
  await post(JSON.stringify(notices("555000555000555")));
  expect(await rows()).toMatchObject([{ status: "waiting", state: "waiting" }]);
  await product.tick();
  await product.afterResponses();
  await product.tick();
  expect(await product.db.sql`select kind, facts ->> 'reason' as why from alerts`).toEqual([
    { kind: "leads_at_risk", why: "no_permission" },
  ]);
  refusal = null;
  await product.db.shiftClock(61 * 60_000);
  await product.tick();
  await product.afterResponses();
  expect(await rows()).toMatchObject([{ status: "created" }]);
  await product.tick();
  expect(await product.db.sql`select closed_at is not null as over from alerts`).toEqual([{ over: true }]);
});

test("one that Meta has no more is an error in sight; a busy Meta is asked again", async () => {
  await post(JSON.stringify(notices("666000666000666")));
  expect(await rows()).toMatchObject([{ status: "error", reason_code: "lead_gone" }]);
  leads.set("777000777000777", graphLead("777000777000777"));
  refusal = () =>
    HttpResponse.json(graphError(613, "Calls to this api have exceeded the rate limit"), { status: 400 });
  await post(JSON.stringify(notices("777000777000777")));
  refusal = null;
  expect((await rows())[1]).toMatchObject({ status: "waiting" });
  await product.db.shiftClock(16 * 60_000);
  await product.tick();
  await product.afterResponses();
  expect((await rows())[1]).toMatchObject({ status: "created" });
});

test("leads that nobody announced are found in the form's own list, all pages of it", async () => {
  leads.set("888000888000888", graphLead("888000888000888"));
  await post(JSON.stringify(notices("888000888000888")));
  leads.set("999000999000999", graphLead("999000999000999"));
  await product.db.shiftClock(61 * 60_000);
  await product.tick();
  await product.afterResponses();
  expect((await rows()).map(({ external_id }) => external_id)).toEqual([
    "888000888000888",
    "999000999000999",
  ]);
  expect(
    await product.db.sql`select origin, source from webhook_requests where origin = 'reconciled'`,
  ).toEqual([{ origin: "reconciled", source: "meta_leads" }]);
});

test("a token that is about to end is told before it does", async () => {
  const now = (await product.db.now()).getTime();
  token = { is_valid: true, expires_at: Math.floor(now / 1000) + 9 * 86_400, scopes: ["leads_retrieval"] };
  await product.tick();
  await product.afterResponses();
  await product.tick();
  expect(await product.db.sql`select facts ->> 'reason' as why from alerts`).toEqual([{ why: "token_ends" }]);
});
