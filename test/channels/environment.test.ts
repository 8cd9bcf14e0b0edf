import { afterEach, expect, test } from "vitest";
import { readConfig } from "../../lib/config.ts";
import { channelVendors, environmentChannels } from "../../lib/outbox/channel-vendors.ts";
import { vendors } from "../../lib/vendors/vendors.ts";
import { metaSubject } from "../conformance/subjects/meta.ts";
import { numberId } from "../providers/meta/bodies.ts";
import { createProduct, type Product } from "../support/product.ts";

/** Each vendor that the environment is complete for becomes a number of the default company. */
let product: Product;
afterEach(() => product.close());

const channels = () => product.db
  .sql`select vendor, name, account, min_interval_ms as interval, daily_limit as cap,
  takes_first_contacts as first, (capabilities ->> 'windowHours')::integer as hours from channels order by vendor desc`;
const gateway = { vendor: "wasender", interval: 60_000, cap: 50, first: true, hours: null };
const metas = { vendor: "meta", account: numberId, interval: 0, cap: 0, first: false, hours: 24 };

/** A start with these variables beside those of the first. */
async function start(env: Record<string, string>): Promise<void> {
  const given = {
    SUPABASE_URL: "http://supabase.test",
    SUPABASE_PUBLISHABLE_KEY: "sb_publishable_x",
    SUPABASE_SECRET_KEY: "sb_secret_x",
    WHATSAPP_API_TOKEN: "session-api-key-example-not-real",
    ...env,
  };
  const config = readConfig(given);
  const settings = {
    ...config.firstStart,
    channels: environmentChannels({ channelVendors: channelVendors(vendors, config.vendors) }),
  };
  const { error } = await product.db.service.rpc("configure_default_channel", { settings });
  if (error) throw new Error(error.message);
}

test("both on the first start: the gateway at its pace and first, Meta's without one", async () => {
  product = await createProduct(metaSubject.env);
  expect(await channels()).toMatchObject([gateway, metas]);
});

test("FIRST_CONTACT_CHANNEL says from whose number people are written to first", async () => {
  product = await createProduct({ ...metaSubject.env, FIRST_CONTACT_CHANNEL: "meta" });
  expect(await channels()).toMatchObject([
    { ...gateway, first: false },
    { ...metas, first: true },
  ]);
});

test("a wrong one is told before anything starts", async () => {
  product = await createProduct();
  await expect(start({ FIRST_CONTACT_CHANNEL: "whatsapp" })).rejects.toThrow(
    'FIRST_CONTACT_CHANNEL is "whatsapp": put one of wasender, meta, cunnekt, or leave it empty.',
  );
});

test("a vendor whose variables come later becomes a number then, and what managers changed stays", async () => {
  product = await createProduct();
  expect(await channels()).toMatchObject([gateway]);
  await product.db.sql`update channels set min_interval_ms = 7000, name = 'Vendite'`;
  await start(metaSubject.env);
  await start(metaSubject.env);
  const changed = { ...gateway, name: "Vendite", interval: 7_000 };
  expect(await channels()).toMatchObject([changed, metas]);
  await product.db.sql`update channels set daily_limit = 9 where vendor = 'meta'`;
  await start({ ...metaSubject.env, META_WHATSAPP_PHONE_NUMBER_ID: "100000000000009" });
  expect(await channels()).toMatchObject([changed, { ...metas, account: "100000000000009", cap: 9 }]);
});

test("who comes later and is named takes the first contacts, unless a person has chosen", async () => {
  product = await createProduct();
  const { client } = await product.db.createStaff({ role: "manager" });
  const [row] = await product.db.sql`select id from channels`;
  const named = { ...metaSubject.env, FIRST_CONTACT_CHANNEL: "meta" };
  await client.rpc("choose_first_contacts", { channel: row!.id });
  await start(named);
  expect(await channels()).toMatchObject([gateway, metas]);
});

test.each([
  ["retired", "update channels set state = 'retired', retired_at = app.now() where vendor = 'meta'"],
  [
    "given other credentials",
    "update channels set uses_environment = false, account = '42' where vendor = 'meta'",
  ],
])("one that was %s is not made again", async (_, change) => {
  product = await createProduct(metaSubject.env);
  await product.db.sql.unsafe(change);
  await start(metaSubject.env);
  expect(await product.db.sql`select vendor from channels order by vendor`).toHaveLength(2);
});
