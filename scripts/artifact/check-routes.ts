import { must, mustBe } from "./check-failure.ts";
import type { RunningArtifact } from "./running-artifact.ts";

const doors = [
  ["/webhook/cloudtalk?secret=a%20b", "/api/webhook"],
  ["/webhook/cloudtalk/opaque-key", "/api/webhook"],
  ["/api/whatsapp-webhook", "/api/webhook"],
  ["/api/whatsapp-webhook/opaque-key", "/api/webhook"],
  ["/monitor", "/api/monitor"],
  ["/monitor/", "/api/monitor"],
  ["/monitor/sign-in?lang=en", "/api/monitor"],
  ["/monitor/calls/1/send", "/api/monitor"],
  ["/api/whatsapp-incoming?limit=1", "/api/rest"],
  ["/api/health", "/api/rest"],
  ["/monitor/settings/rules/try?call=1", "/api/monitor"],
  ["/monitor/contacts/12", "/api/monitor"],
  ["/api/contacts/12/consent", "/api/rest"],
  ["/api/consent.csv", "/api/rest"],
  ["/api/settings/hours", "/api/rest"],
  ["/api/rules", "/api/rest"],
  ["/api/rules/try", "/api/rest"],
  ["/api/templates", "/api/rest"],
  ["/api/templates/follow_up", "/api/rest"],
  ["/api/clock", "/api/clock"],
] as const;

/** Every public path leads to its door, which sees the URL that was asked for; nothing else answers. */
export async function checkRoutes({ served }: RunningArtifact): Promise<void> {
  const get = (path: string, init: RequestInit = {}) =>
    fetch(served.url + path, { redirect: "manual", ...init });

  for (const [path, door] of doors) {
    await get(path);
    mustBe(served.lastCall(), { path: door, url: path }, `What the function got for ${path}`);
  }
  for (const path of ["/api/nothing", "/api/lib/config", "/nothing", "/.env", "/package.json"]) {
    mustBe((await get(path)).status, 404, `The status of ${path}`);
  }
  mustBe((await get("/")).headers.get("location"), "/monitor", "Where the bare address leads");
  for (const path of [
    "/simulator/",
    "/scripts/dev.ts",
    "/test/support/product.ts",
    "/supabase/config.toml",
  ]) {
    mustBe((await get(path)).status, 404, `The status of ${path}`);
  }
  // The functions' own paths are public on Vercel: they must lead nowhere.
  for (const path of ["/api/webhook", "/api/webhook.ts", "/api/rest"]) {
    const response = await get(path);
    mustBe(response.status, 404, `The status of ${path}`);
    must((await response.text()).includes('"not_found"'), `${path} does not answer 404 as JSON.`);
  }
  mustBe((await get("/webhook/cloudtalk")).status, 405, "The status of GET /webhook/cloudtalk");
  const health = await get("/api/health");
  mustBe(health.status, 200, `The status of /api/health (${await health.text()})`);
}
