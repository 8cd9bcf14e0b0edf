import { HttpResponse, http } from "msw";
import { Visitor } from "../monitor/visitor.ts";
import { createProduct, type Product } from "../support/product.ts";

export const slackUrl = "https://hooks.slack.test/services/T0/B0/secret-abc4";
export const mailUrl = "https://mail.test/emails";
export const mailKey = "re_key_of_the_tests_9xyz";
const channelKeys = `k1:${Buffer.alloc(32, 7).toString("base64")}`;

export type Answer = () => Response;

/** The product with Slack and an e-mail API outside, and a visitor of each role. */
export async function receiversStage(env: Record<string, string> = {}) {
  const logged: string[] = [];
  const log = (...line: unknown[]) => void logged.push(JSON.stringify(line));
  const product: Product = await createProduct({ CHANNEL_KEYS: channelKeys, ...env }, () => ({
    log: { info: log, warn: log, error: log },
    resolveHost: async (host) => [
      { address: host === "inside.test" ? "10.0.0.1" : "93.184.215.14", family: 4 },
    ],
  }));
  const slack: { text: string; type: string }[] = [];
  const mails: { headers: Headers; body: { from: string; to: string[]; subject: string; text: string } }[] =
    [];
  const plannedSlack: Answer[] = [];
  const plannedMail: Answer[] = [];
  product.wasender.use(
    http.post(slackUrl, async ({ request }) => {
      slack.push((await request.json()) as (typeof slack)[number]);
      return plannedSlack.shift()?.() ?? HttpResponse.text("ok");
    }),
    http.post(mailUrl, async ({ request }) => {
      mails.push({
        headers: request.headers,
        body: (await request.json()) as (typeof mails)[number]["body"],
      });
      return plannedMail.shift()?.() ?? HttpResponse.json({ id: "mail-1" });
    }),
  );
  const staff = async (role: "agent" | "manager" | "admin") => {
    const person = await product.db.createStaff({ role });
    const browser = new Visitor(product.doors.monitor);
    await browser.signIn(person);
    return { person, browser };
  };
  const admin = await staff("admin");
  const path = "/monitor/settings/alerts";
  return {
    product,
    sql: product.db.sql,
    slack,
    mails,
    logged,
    plannedSlack,
    plannedMail,
    staff,
    admin,
    path,
    setSlack: (url = slackUrl) => admin.browser.post(`${path}/webhook`, { url }),
    setMail: (over: Record<string, string> = {}) =>
      admin.browser.post(`${path}/email`, {
        apiUrl: mailUrl,
        key: mailKey,
        from: "Aftercall <avvisi@rossi.test>",
        to: "ufficio@rossi.test\nlucia@rossi.test",
        ...over,
      }),
    /** Something is wrong from now on. */
    breakDown: () =>
      product.db.sql`insert into alerts (workspace_id, kind, subject, since)
        select id, 'cap_reached', 'nothing', app.now() from workspaces`,
    minute: async () => {
      await product.db.shiftClock(60_000);
      await product.tick();
      await product.afterResponses();
    },
  };
}
export type ReceiversStage = Awaited<ReturnType<typeof receiversStage>>;
