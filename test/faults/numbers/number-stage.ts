import { HttpResponse, http } from "msw";
import { cloudtalk } from "../../../lib/vendors/cloudtalk/vendor.ts";
import { createCunnektProvider } from "../../../lib/vendors/cunnekt/create-cunnekt-provider.ts";
import { cunnekt } from "../../../lib/vendors/cunnekt/vendor.ts";
import { createMetaProvider } from "../../../lib/vendors/meta/create-meta-provider.ts";
import { meta } from "../../../lib/vendors/meta/vendor.ts";
import { PHONE_NUMBER_ID } from "../../../simulator/graph/account.ts";
import { findByPhone } from "../../../simulator/world/find-customer.ts";
import { approveTemplate } from "../../support/approve-template.ts";
import { endedCall, phone } from "../../support/calls.ts";
import { cunnektEnv, type GraphDouble, graphDouble, graphEnv } from "../../support/graph-double.ts";
import { createProduct, type Product } from "../../support/product.ts";
import { createRandom, type Random } from "../stage/random.ts";

export type NumberVendor = "meta" | "cunnekt";

/** One request to send, as it came in. */
export interface Knock {
  /** From 1. */
  nth: number;
  /** E.164 */
  to: string;
  isTemplate: boolean;
  /** Answered in a way that proves that nothing was sent. */
  refused: boolean;
  /** The simulator takes it, and answers so. */
  deliver(): Promise<Response>;
}
export type Behaviour = (knock: Knock) => Response | Promise<Response>;

export interface NumberStage {
  vendor: NumberVendor;
  product: Product;
  graph: GraphDouble;
  random: Random;
  knocks: Knock[];
  /** Customers 1…n whose calls were told. */
  customers: Set<number>;
  /** What happens to the nth send. */
  plan(nth: number, behaviour: Behaviour): void;
  /** What happens to the first send to customer n. */
  planFor(n: number, behaviour: Behaviour): void;
  /** The next so many calls of this SQL function get lost, before or after they are done. */
  cut(point: "before" | "after", rpc: string, times?: number): void;
  /** The next so many webhooks of the vendor get lost on their way. */
  loseWebhooks(count: number): void;
  /** CloudTalk tells of the calls of these customers, again and again until it is heard. */
  tell(...customers: number[]): Promise<void>;
  pass(ms: number): Promise<void>;
  tick(): Promise<void>;
  /** What customer n's phone shows of us. */
  phoneOf(n: number): string[];
  close(): Promise<void>;
}

const aMinute = 61_000;

/** The product with one number, at the simulator of its vendor, in this process. */
export async function openNumberStage(
  vendor: NumberVendor,
  seed: number,
  { timeoutMs }: { timeoutMs?: number } = {},
): Promise<NumberStage> {
  const traps: { point: string; rpc: string; times: number }[] = [];
  const springs = (point: string, rpc: string) => {
    const trap = traps.find((one) => one.point === point && one.rpc === rpc && one.times > 0);
    if (trap) trap.times -= 1;
    return trap !== undefined;
  };
  const own = vendor === "meta" ? graphEnv : cunnektEnv;
  const env = { ...own, WHATSAPP_API_TOKEN: "", WHATSAPP_WEBHOOK_SECRET: "" };
  const product = await createProduct(env, ({ db }) => ({
    vendors: [cloudtalk, vendor === "meta" ? meta : cunnekt],
    supabaseFetch: (async (input, init) => {
      const rpc = /\/rpc\/(\w+)/.exec(String(input instanceof Request ? input.url : input))?.[1] ?? "";
      if (springs("before", rpc)) throw new TypeError("fetch failed");
      const answer = await db.supabase.fetch(input, init);
      if (springs("after", rpc)) throw new TypeError("fetch failed");
      return answer;
    }) as typeof fetch,
    ...(timeoutMs && { providerOf: async () => impatient(vendor, timeoutMs) }),
  }));
  const graph = await graphDouble(product);
  await approveTemplate(product);
  await knowTemplate(product, graph);
  const knocks: Knock[] = [];
  const plans = new Map<number, Behaviour>();
  const plansFor = new Map<string, Behaviour>();
  let lost = 0;
  const take = async ({ request }: { request: Request }) => {
    const kept = request.clone();
    const body = (await request.json()) as Record<string, unknown>;
    if (body.status === "read") return undefined;
    const knock: Knock = {
      nth: knocks.length + 1,
      to: `+${String(body.to ?? body.mobile).replace("+", "")}`,
      isTemplate: body.type === "template" || body.templateid !== undefined,
      refused: false,
      deliver: () => graph.ask(kept),
    };
    knocks.push(knock);
    const planned = plans.get(knock.nth) ?? plansFor.get(knock.to);
    plansFor.delete(knock.to);
    return planned ? planned(knock) : knock.deliver();
  };
  product.wasender.use(
    http.post("https://graph.facebook.com/:version/:id/messages", take),
    http.post("https://app.cunnekt.com/*", take),
    http.post("https://app2.cunnekt.com/*", take),
    http.post("http://aftercall.test/*", () => {
      if (lost === 0) return undefined;
      lost -= 1;
      return HttpResponse.error();
    }),
  );
  const customers = new Set<number>();
  return {
    ...{ vendor, product, graph, knocks, customers, random: createRandom(seed), pass: graph.pass },
    plan: (nth, behaviour) => void plans.set(nth, behaviour),
    planFor: (n, behaviour) => void plansFor.set(phone(n), behaviour),
    cut: (point, rpc, times = 1) => void traps.push({ point, rpc, times }),
    loseWebhooks: (count) => {
      lost = count;
    },
    async tell(...told) {
      const left = new Set(told);
      for (let tries = 0; tries < 3 && left.size > 0; tries += 1) {
        for (const n of left) {
          customers.add(n);
          const { status } = await product.postCloudtalk(endedCall(n));
          if (status < 300) left.delete(n);
        }
        await product.afterResponses();
      }
    },
    async tick() {
      await graph.pass(aMinute);
      await product.tick();
      await product.afterResponses();
    },
    phoneOf: (n) =>
      (findByPhone(graph.sim.world, phone(n))?.chat ?? []).flatMap(({ from, text }) =>
        from === "business" ? [text] : [],
      ),
    close: () => product.close(),
  };
}

/** Gives up sooner than the product's 10 s. */
function impatient(vendor: NumberVendor, timeoutMs: number) {
  return vendor === "meta"
    ? createMetaProvider({
        ...{ graphUrl: "https://graph.facebook.com", version: "v26.0", timeoutMs },
        accessToken: graphEnv.META_WHATSAPP_ACCESS_TOKEN,
        phoneNumberId: PHONE_NUMBER_ID,
      })
    : createCunnektProvider({ apiKey: cunnektEnv.CUNNEKT_API_KEY, style: "documented", timeoutMs });
}

/** The vendor has what `approveTemplate` says of it. */
async function knowTemplate({ db }: Product, { sim }: GraphDouble): Promise<void> {
  const [row] = await db.sql<[{ name: string; language: string }]>`
    select vendor_name as name, language from whatsapp_template_states`;
  sim.world.meta.templates.push({
    ...{ id: "7788", status: "APPROVED", category: "UTILITY", rejected_reason: "NONE" },
    ...{ name: row.name, language: row.language, parameter_format: "POSITIONAL" },
    quality_score: { score: "GREEN" },
    components: [{ type: "BODY", text: "Buongiorno {{1}}, come d'accordo al telefono." }],
  });
}
