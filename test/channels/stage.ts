import { randomBytes } from "node:crypto";
import { seal } from "../../lib/base/seal.ts";
import { recordDelivery } from "../../lib/inbox/record-delivery.ts";
import type { DomainValue } from "../../lib/model/domain-value.ts";
import { sealContext } from "../../lib/outbox/channel-access.ts";
import type { ChannelVendor } from "../../lib/outbox/channel-vendors.ts";
import { accountOf } from "../../lib/vendors/wasender/account-of.ts";
import { inbound } from "../support/calls.ts";
import type { Staff } from "../support/create-staff.ts";
import { channelOf, createProduct, secrets } from "../support/product.ts";
import { pretendVendor } from "./pretend-vendor.ts";

export const channelKey = `k1:${randomBytes(32).toString("base64")}`;
export const second = { apiKey: "second-session-api-key-not-real", webhookSecret: "secret-of-the-second" };

export type ChannelStage = Awaited<ReturnType<typeof channelStage>>;

/** The product with sealed channels: nothing leaves by itself, and a pretend vendor is there beside Wasender. */
export async function channelStage(env: Record<string, string> = {}) {
  const product = await createProduct({ CHANNEL_KEYS: channelKey, ...env }, () => ({ background: () => {} }));
  const pretend = pretendVendor();
  (product.services.channelVendors as ChannelVendor[]).push(pretend.vendor);
  const first = await channelOf(product);
  const { sql, service } = product.db;
  const [{ workspace }] = await sql<[{ workspace: string }]>`select workspace_id as workspace from channels`;
  await sql`update channels set account = ${accountOf(secrets.whatsappToken)}`;
  const admin = await product.db.createStaff({ role: "admin" });
  const rpc = async (name: string, args: object, as: Pick<Staff, "client"> | null = null) => {
    const { data, error } = await (as?.client ?? service).rpc(name, args);
    if (error) throw Object.assign(new Error(`${error.code} ${error.message}`), { code: error.code });
    return data;
  };

  return {
    product,
    sql,
    rpc,
    admin,
    workspace,
    /** The environment's channel. */
    first,
    pretend,
    /** A channel with credentials of its own, as the settings' page makes it. */
    async add(vendor: string, name: string, credentials: Record<string, string>): Promise<string> {
      const id = crypto.randomUUID();
      const { numbers } = product.services.channelVendors.find((one) => one.name === vendor)!;
      const sealed = seal(product.services.config.channelKeys, JSON.stringify(credentials), sealContext(id));
      const { capabilities } = numbers;
      const account = numbers.account(credentials);
      const channel = { id, workspace, vendor, name, account, capabilities, sealed };
      return rpc("add_channel", { channel, actor: admin.userId });
    },
    /** A text from customer n on the second number, proved by that number's own secret. */
    postSecond: (n: number, text: string, over: Parameters<typeof inbound>[2] = {}) =>
      product.postWasender(inbound(n, text, over), {
        headers: { "x-webhook-signature": second.webhookSecret },
      }),
    /** What the pretend vendor tells of one of its accounts. */
    tell: (account: string | null, ...values: DomainValue[]) =>
      recordDelivery(
        service,
        {
          ...{ workspace: "default", source: "pretend", account, eventType: "told" },
          ...{ requestId: crypto.randomUUID(), contentType: null, headers: {}, body: {}, rawBody: null },
          ...{ elapsedMs: 0, rejected: null },
        },
        values,
      ),
    channel: async (id: string) => (await sql`select * from channels where id = ${id}`)[0]!,
  };
}
