import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createProduct, type Product, secrets } from "../support/product.ts";
import { deployment, examine, healthyPatient, toDo } from "./patient.ts";

let product: Product;

beforeAll(async () => {
  product = await createProduct();
  await product.db.createStaff({ role: "admin" });
});
afterAll(() => product.close());
beforeEach(() => product.db.sql`update channels set ticked_at = app.now()`);

type Answer = (request: Request) => Response | undefined | Promise<Response | undefined>;

/** The patient's own answers but for those that `answer` gives. */
const instead =
  (through: typeof fetch, answer: Answer): typeof fetch =>
  async (input, init) => {
    const request = new Request(input, init);
    return (await answer(request.clone())) ?? through(request);
  };
const at = (path: string, respond: () => Response) => (request: Request) =>
  new URL(request.url).pathname === path ? respond() : undefined;

test("a healthy deployment is green in every line that was looked at", async () => {
  const lines = await examine(healthyPatient(product));
  expect(lines).toEqual([
    "✓ Every variable that is needed is there and well formed.",
    "– Alerts are on the monitor only: set ALERT_WEBHOOK_URL to get them in Slack or elsewhere.",
    "✓ Supabase answers, and the secret key has the service's rights.",
    expect.stringMatching(/^✓ The database is at migration \d{14}, as this code is\.$/),
    "✓ The publishable key is taken, and may do nothing by itself.",
    "✓ Sign-up is closed, and sign-in by e-mail is open.",
    "✓ The database is Postgres 17.",
    "– Who has a copy of the database can find out by trying who was erased: set TOMBSTONE_SECRET to a long random text.",
    "✓ One member, an admin.",
    "✓ The clock ticked 0 s ago.",
    "✓ WhatsApp may send.",
    "✓ The deployment reaches a database of the version it was built for.",
    "✓ /webhook/cloudtalk refuses who does not know CLOUDTALK_WEBHOOK_SECRET.",
    "✓ /webhook/cloudtalk takes who knows CLOUDTALK_WEBHOOK_SECRET: a test event went there and back.",
    "✓ /webhook/cloudtalk refuses who does not know CLOUDTALK_SIGNING_SECRET.",
    "✓ /webhook/cloudtalk takes who knows CLOUDTALK_SIGNING_SECRET: a test event went there and back.",
    "✓ /api/whatsapp-webhook refuses who does not know WHATSAPP_WEBHOOK_SECRET.",
    "✓ /api/whatsapp-webhook takes who knows WHATSAPP_WEBHOOK_SECRET: a test event went there and back.",
    "✓ /api/clock refuses who has not CRON_SECRET.",
    "✓ /api/whatsapp-incoming refuses who has not signed in.",
    "✓ /monitor leads strangers to its sign-in.",
    "✓ Pages carry their security headers.",
    "✓ The WhatsApp session is connected.",
    "– The session's webhook: set WASENDER_PERSONAL_TOKEN and WASENDER_SESSION_ID to have it checked.",
  ]);
});

test("a database older than Postgres 17 is named", async () => {
  const facts = (await product.db.service.rpc("deployment_facts")).data;
  const patient = healthyPatient(product);
  patient.fetchSupabase = instead(
    patient.fetchSupabase,
    at("/rest/v1/rpc/deployment_facts", () => Response.json({ ...facts, postgres: 150_008 })),
  );
  expect(await examine(patient)).toContain(
    "✗ The database is Postgres 15, and Aftercall needs 17. → Upgrade it, in Supabase under Project settings → Infrastructure.",
  );
});

test("the key of erased people's marks is on its way until the clock has brought it", async () => {
  const patient = healthyPatient(product);
  patient.env = { ...patient.env, TOMBSTONE_SECRET: "tombstone-secret-of-the-tests" };
  const said = async () => (await examine(patient)).filter((line) => line.includes("TOMBSTONE_SECRET"));
  expect(await said()).toEqual(["– TOMBSTONE_SECRET reaches the database with the clock's next tick."]);
  await product.db.service.rpc("configure_default_channel", {
    settings: { tombstoneSecret: "tombstone-secret-of-the-tests" },
  });
  expect(await said()).toEqual(["✓ The marks of erased people are keyed by TOMBSTONE_SECRET."]);
});

test("it creates nothing but ignored deliveries, and sends nothing", async () => {
  const before = await product.db.sql`select count(*)::integer as n from webhook_requests`;
  await examine(healthyPatient(product));
  const rows = await product.db.sql`select source, outcome from webhook_requests order by id`;
  expect(rows.slice(before[0]?.n).map(({ source, outcome }) => `${source} ${outcome}`)).toEqual([
    "cloudtalk ignored",
    "cloudtalk ignored",
    "wasender ignored",
  ]);
  for (const table of ["cloudtalk_calls", "contacts", "whatsapp_messages"]) {
    expect([table, await product.db.sql`select from ${product.db.sql(table)}`]).toEqual([table, []]);
  }
  expect(product.wasender.sends).toEqual([]);
});

describe("environment", () => {
  const spoiled: [string, Record<string, string>, string][] = [
    [
      "a key missing",
      { SUPABASE_SECRET_KEY: "" },
      "Missing or malformed in the environment: SUPABASE_SECRET_KEY",
    ],
    [
      "an address malformed",
      { SUPABASE_URL: "aftercall" },
      "Missing or malformed in the environment: SUPABASE_URL",
    ],
    ["no token", { WHATSAPP_API_TOKEN: "" }, "✗ Nothing can be sent: WHATSAPP_API_TOKEN is not set. → Set"],
    [
      "no webhook secret",
      { WHATSAPP_WEBHOOK_SECRET: "" },
      "✗ No answer can come in: WHATSAPP_WEBHOOK_SECRET",
    ],
    ["no cron secret", { CRON_SECRET: "" }, "✗ The clock cannot tick: CRON_SECRET is not set."],
    ["a short cron secret", { CRON_SECRET: "secret" }, "✗ CRON_SECRET is shorter than 16 characters."],
    [
      "no CloudTalk secret of either kind",
      { CLOUDTALK_WEBHOOK_SECRET: "", CLOUDTALK_SIGNING_SECRET: "" },
      "✗ No call can come in: CLOUDTALK_WEBHOOK_SECRET or CLOUDTALK_SIGNING_SECRET is not set.",
    ],
    ["a space around a secret", { CRON_SECRET: `${secrets.cron} ` }, "✗ CRON_SECRET has a space"],
    [
      "quotes around a secret",
      { CRON_SECRET: `"${secrets.cron}"` },
      "✗ CRON_SECRET has a space, a line break or quotes",
    ],
    [
      "a signing secret that is none",
      { CLOUDTALK_SIGNING_SECRET: "not-whsec" },
      "✗ CLOUDTALK_SIGNING_SECRET is not whsec_ and base64.",
    ],
    ["http", { SUPABASE_URL: "http://a.example" }, "→ Set it to https://a.example."],
    ["a path", { SUPABASE_URL: "https://a.example/rest/v1" }, "→ Set it to https://a.example."],
  ];
  test.each(spoiled)("with %s says so", async (_, change, expected) => {
    const patient = healthyPatient(product);
    const found = await toDo({ ...patient, env: { ...patient.env, ...change } });
    expect(found.join("\n")).toContain(expected);
  });

  test("with somewhere to post alerts says where, and not the address", async () => {
    const patient = healthyPatient(product);
    const alerts = { ALERT_WEBHOOK_URL: "https://hooks.slack.com/services/T0/B0/private" };
    const lines = await examine({ ...patient, env: { ...patient.env, ...alerts }, url: null });
    expect(lines).toContain("✓ Alerts are posted to hooks.slack.com.");
  });

  test("with swapped keys says so before anything is asked", async () => {
    const patient = healthyPatient(product);
    const { SUPABASE_PUBLISHABLE_KEY, SUPABASE_SECRET_KEY } = patient.env;
    const swapped = {
      SUPABASE_PUBLISHABLE_KEY: SUPABASE_SECRET_KEY!,
      SUPABASE_SECRET_KEY: SUPABASE_PUBLISHABLE_KEY!,
    };
    const lines = await examine({ ...patient, env: { ...patient.env, ...swapped }, url: null });
    expect(lines[0]).toContain("are swapped: exchange their values");
    expect(lines).toContain("– Not before the environment is complete.");
  });

  test("with one way into CloudTalk asks only that door", async () => {
    const patient = healthyPatient(product);
    const lines = await examine({ ...patient, env: { ...patient.env, CLOUDTALK_WEBHOOK_SECRET: "" } });
    expect(lines.filter((line) => line.includes("CLOUDTALK"))).toEqual([
      "✓ /webhook/cloudtalk refuses who does not know CLOUDTALK_SIGNING_SECRET.",
      "✓ /webhook/cloudtalk takes who knows CLOUDTALK_SIGNING_SECRET: a test event went there and back.",
    ]);
  });
});

describe("Supabase", () => {
  const supabaseSays = async (answer: Answer) => {
    const patient = healthyPatient(product);
    return toDo({ ...patient, fetchSupabase: instead(patient.fetchSupabase, answer) });
  };
  const withEnv = async (change: Record<string, string>) => {
    const patient = healthyPatient(product);
    return toDo({ ...patient, env: { ...patient.env, ...change } });
  };

  test("that does not answer", async () => {
    const found = await supabaseSays(() => {
      throw new TypeError("fetch failed");
    });
    expect(found).toEqual([
      expect.stringMatching(/Supabase does not serve at .*fetch failed.*must be restored/),
    ]);
  });

  test("that refuses a key of another project", async () => {
    expect(await withEnv({ SUPABASE_SECRET_KEY: "sb_secret_other" })).toEqual([
      expect.stringContaining("✗ Supabase refuses SUPABASE_SECRET_KEY."),
    ]);
    expect(await withEnv({ SUPABASE_PUBLISHABLE_KEY: "sb_publishable_other" })).toEqual(
      expect.arrayContaining([expect.stringContaining("✗ Supabase refuses SUPABASE_PUBLISHABLE_KEY.")]),
    );
  });

  test("keys whose roles are not what their names say", async () => {
    const { publishableKey, secretKey } = product.db.supabase;
    // No known prefix, so that only the database can tell.
    const disguise: Record<string, string> = { anonymous: publishableKey, service: secretKey };
    const patient = healthyPatient(product);
    const asReally: typeof fetch = (input, init) => {
      const request = new Request(input, init);
      const real = disguise[request.headers.get("apikey") ?? ""];
      if (real) for (const name of ["apikey", "authorization"]) request.headers.delete(name);
      if (real) request.headers.set("apikey", real);
      return patient.fetchSupabase(request);
    };
    const env = { ...patient.env, SUPABASE_SECRET_KEY: "anonymous" };
    expect(await toDo({ ...patient, env, fetchSupabase: asReally })).toEqual([
      expect.stringContaining("✗ SUPABASE_SECRET_KEY lacks the service's rights."),
    ]);
    const open = { ...patient.env, SUPABASE_PUBLISHABLE_KEY: "service" };
    expect(await toDo({ ...patient, env: open, fetchSupabase: asReally })).toEqual([
      expect.stringContaining("✗ SUPABASE_PUBLISHABLE_KEY may do what only the secret key should."),
    ]);
  });

  test.each([
    ["20200101000000", "behind", "Run `supabase db push`."],
    ["29991231000000", "ahead of this code", "Run the doctor of the version deployed."],
  ])("at migration %s is %s", async (version, how, todo) => {
    const found = await supabaseSays(at("/rest/v1/rpc/migration_version", () => Response.json(version)));
    expect(found[0]).toContain(how);
    expect(found[0]).toContain(todo);
  });

  test("without our migrations", async () => {
    const missing = { code: "PGRST202", message: "Could not find the function public.migration_version" };
    const found = await supabaseSays(
      at("/rest/v1/rpc/migration_version", () => Response.json(missing, { status: 404 })),
    );
    expect(found).toEqual([
      expect.stringContaining("✗ The database has no Aftercall in it. → Run `supabase link`"),
    ]);
  });

  test.each([
    [{ disable_signup: false, external: { email: true } }, "✗ Anybody can sign up. → Switch"],
    [{ disable_signup: true, external: { email: false } }, "✗ Nobody can sign in by e-mail."],
    ["<html>", "✗ Supabase Auth does not answer."],
  ])("whose sign-up settings are %j", async (settings, expected) => {
    const found = await supabaseSays(at("/auth/v1/settings", () => Response.json(settings)));
    expect(found).toEqual([expect.stringContaining(expected)]);
  });

  test("without a member, and without an admin", async () => {
    const { sql } = product.db;
    const members = await sql`select * from memberships`;
    await sql`update memberships set role = 'agent'`;
    expect(await toDo(healthyPatient(product))).toEqual([
      expect.stringContaining("✗ There is no admin among the members. → Run `npm run staff"),
    ]);
    await sql`delete from memberships`;
    expect(await toDo(healthyPatient(product))).toEqual([
      "✗ Nobody may see the monitor. → Run `npm run staff -- add EMAIL --role admin`.",
    ]);
    await sql`insert into memberships ${sql(members)}`;
  });
});

describe("clock and channel", () => {
  test("a tick of the product is seen", async () => {
    await product.db.sql`update channels set ticked_at = null`;
    await product.tick();
    expect(await toDo(healthyPatient(product))).toEqual([]);
  });

  test("one that never ticked, and one that stopped", async () => {
    await product.db.sql`update channels set ticked_at = null`;
    expect(await toDo(healthyPatient(product))).toEqual([
      "✗ The clock has never ticked. → In Supabase's SQL editor, select app.schedule_clock" +
        "('https://aftercall.test', 'YOUR CRON_SECRET'); or call /api/clock every minute from elsewhere.",
    ]);
    await product.db.sql`update channels set ticked_at = app.now() - interval '3 hours'`;
    expect(await toDo(healthyPatient(product))).toEqual([
      expect.stringContaining("✗ The clock has not ticked for 3 hours."),
    ]);
  });

  test("one that is scheduled and does not arrive", async () => {
    const { sql } = product.db;
    await sql`update channels set ticked_at = null`;
    await sql.unsafe(`create schema cron; create table cron.job (jobname text, active boolean);
      insert into cron.job values ('aftercall-clock', true)`);
    expect(await toDo(healthyPatient(product))).toEqual([
      expect.stringMatching(
        /The clock is scheduled and has never ticked\. → Its calls fail, see net\._http_response/,
      ),
    ]);
    await sql`drop schema cron cascade`;
  });

  test("a channel that is paused says why and what ends it, one that staff paused is theirs", async () => {
    const { sql } = product.db;
    const pause = (reason: string) =>
      sql`update channels set state = 'paused', pause_reason = ${reason}, pause_detail = 'Invalid API key'`;
    await pause("bad_key");
    expect(await toDo(healthyPatient(product))).toEqual([
      "✗ WhatsApp is paused (bad_key: Invalid API key). → Copy the session's API key from Wasender into Settings, WhatsApp numbers, or into WHATSAPP_API_TOKEN where the number comes from there.",
    ]);
    await pause("staff");
    expect(await examine(healthyPatient(product))).toContain(
      "– WhatsApp was paused by staff; the monitor resumes it.",
    );
    await sql`update channels set state = 'active', pause_reason = null, pause_detail = null`;
  });
});

describe("doors", () => {
  const doorSays = async (answer: Answer, url = deployment) => {
    const patient = healthyPatient(product);
    return toDo({ ...patient, url, fetchDoors: instead(patient.fetchDoors, answer) });
  };

  test("of which no address is given are not knocked at", async () => {
    const lines = await examine({ ...healthyPatient(product), url: null });
    expect(lines).toContain("– Give the deployment's address: npm run doctor -- --url https://your-domain");
  });

  test("where nobody answers", async () => {
    const found = await doorSays(() => {
      throw new TypeError("fetch failed", { cause: Object.assign(new Error(""), { code: "ENOTFOUND" }) });
    });
    expect(found).toEqual([
      "✗ Nobody answers at https://aftercall.test (ENOTFOUND). → Compare --url with the deployment's domain.",
    ]);
  });

  test("behind Vercel's protection, behind a redirect, or of something else", async () => {
    const page = (status: number, headers = {}) => new Response("<html>", { status, headers });
    expect(await doorSays(() => page(401))).toEqual([expect.stringContaining("deployment protection")]);
    const sso = { location: "https://vercel.com/sso-api?url=x" };
    expect(await doorSays(() => page(302, sso))).toEqual([expect.stringContaining("deployment protection")]);
    const www = { location: "https://www.aftercall.test/api/health" };
    expect(await doorSays(() => page(308, www))).toEqual([
      expect.stringContaining("redirects to https://www.aftercall.test/api/health"),
    ]);
    expect(await doorSays(() => page(404))).toEqual([
      expect.stringContaining("/api/health is not there (404)"),
    ]);
  });

  test.each([
    [{ ok: false, database: "unreachable", migrations: "unknown" }, "does not reach its database"],
    [
      { ok: false, database: "ok", migrations: { found: "1", expected: "2" } },
      "at migration 1, the deployment wants 2",
    ],
    [{ error: { code: "not_configured", message: "Missing: SUPABASE_URL." } }, "→ Missing: SUPABASE_URL."],
  ])("whose health is %j", async (health, expected) => {
    const found = await doorSays(at("/api/health", () => Response.json(health, { status: 503 })));
    expect(found).toEqual([expect.stringContaining(expected)]);
  });

  test("that know other secrets than this environment", async () => {
    const patient = healthyPatient(product);
    const env = {
      ...patient.env,
      CLOUDTALK_WEBHOOK_SECRET: "another-cloudtalk-secret",
      CLOUDTALK_SIGNING_SECRET: `whsec_${Buffer.from("another signing secret").toString("base64")}`,
      WHATSAPP_WEBHOOK_SECRET: "another-whatsapp-secret",
    };
    const names = ["CLOUDTALK_WEBHOOK_SECRET", "CLOUDTALK_SIGNING_SECRET", "WHATSAPP_WEBHOOK_SECRET"];
    expect(await toDo({ ...patient, env })).toEqual(
      names.map((name) =>
        expect.stringMatching(
          `refuses the ${name} of this environment. → Set the same ${name} in the deployment, and deploy again.`,
        ),
      ),
    );
  });

  test("that were deployed without a secret", async () => {
    const unset = { error: { code: "not_configured", message: "It is not configured." } };
    const found = await doorSays((request) =>
      request.method === "POST" || request.url.endsWith("/api/clock")
        ? Response.json(unset, { status: 503 })
        : undefined,
    );
    expect(found).toContain(
      "✗ /webhook/cloudtalk takes nothing: It is not configured. → Set CLOUDTALK_WEBHOOK_SECRET in the deployment, and deploy again.",
    );
    expect(found).toContain(
      "✗ /api/clock: It is not configured. → Set CRON_SECRET in the deployment, and deploy again.",
    );
  });

  test("that are open to everybody", async () => {
    const open = (request: Request) => {
      const { pathname } = new URL(request.url);
      return pathname === "/api/health" ? undefined : Response.json({ received: true, outcome: "processed" });
    };
    const found = (await doorSays(open)).join("\n");
    expect(found).toContain("✗ /webhook/cloudtalk takes events from anybody.");
    expect(found).toContain("✗ /api/whatsapp-webhook takes events from anybody.");
    expect(found).toContain("✗ /api/clock answers 200 to a stranger.");
    expect(found).toContain("✗ /api/whatsapp-incoming answers 200 to a stranger.");
    expect(found).toContain("✗ /monitor shows itself without a sign-in.");
  });

  test.each([
    "content-security-policy",
    "x-content-type-options",
    "referrer-policy",
    "strict-transport-security",
  ])("whose pages lack %s", async (name) => {
    const patient = healthyPatient(product);
    const without: typeof fetch = async (input, init) => {
      const response = await patient.fetchDoors(input, init);
      response.headers.delete(name);
      return response;
    };
    const found = await toDo({ ...patient, fetchDoors: without });
    expect(found).toEqual([expect.stringMatching(`✗ Pages lack .*${name}.* → Deploy with the vercel.json`)]);
  });

  test("whose policy allows inline scripts", async () => {
    const patient = healthyPatient(product);
    const lax: typeof fetch = async (input, init) => {
      const response = await patient.fetchDoors(input, init);
      const policy = "script-src 'self' 'unsafe-inline'; frame-ancestors 'none'";
      if (response.headers.has("content-security-policy")) {
        response.headers.set("content-security-policy", policy);
      }
      return response;
    };
    expect(await toDo({ ...patient, fetchDoors: lax })).toEqual([
      expect.stringContaining("without inline scripts"),
    ]);
  });
});
