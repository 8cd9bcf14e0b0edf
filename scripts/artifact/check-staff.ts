import { must, mustBe } from "./check-failure.ts";
import type { RunningArtifact } from "./running-artifact.ts";
import { Visitor } from "./visitor.ts";

const lazyPages = [
  "/monitor/bills",
  "/monitor/calls",
  "/monitor/people",
  "/monitor/insights",
  "/monitor/new",
  "/monitor/me",
  "/monitor/diagnostics",
  "/monitor/settings/people",
  "/monitor/settings/alerts",
  "/monitor/events",
  "/monitor/calls/1",
  "/monitor/settings",
  "/monitor/settings/rules",
  "/monitor/settings/rules/history",
  "/monitor/settings/rules/try?call=1",
  "/monitor/settings/hours",
  "/monitor/settings/templates",
  "/api/settings/hours",
  "/api/rules",
  "/api/templates",
];

/** Staff sign in over https and see the main job's traces, on the page, in its fragment and as JSON. */
export async function checkStaff({ served, platform, simulator }: RunningArtifact): Promise<void> {
  const visitor = new Visitor(served.url);
  const outside = await visitor.get("/monitor");
  mustBe(
    [outside.status, outside.headers.get("location")],
    [303, "/monitor/sign-in"],
    "The answer to /monitor without a session",
  );
  mustBe(
    (await visitor.get("/api/whatsapp-incoming")).status,
    401,
    "The status of messages without a session",
  );

  const { email, password } = platform.staff;
  const signedIn = await visitor.post("/monitor/sign-in", { email, password });
  mustBe(signedIn.status, 303, "The status of signing in");
  const cookies = signedIn.headers.getSetCookie();
  must(
    cookies.length > 0 && cookies.every((cookie) => /; HttpOnly; Secure; SameSite=Lax/.test(cookie)),
    `The session's cookie is not HttpOnly, Secure and SameSite=Lax: ${cookies.map((line) => line.replace(/=[^;]*/, "=…"))}.`,
  );
  const { name } = simulator.world.customers[0]!;
  const page = await visitor.get("/monitor");
  must((await page.text()).includes(name), `The monitor does not show the call of ${name}.`);

  // Loaded when they are first asked for: their files must have come along.
  for (const path of lazyPages) {
    const response = await visitor.get(path);
    mustBe(response.status, 200, `The status of ${path} (${(await response.text()).slice(0, 200)})`);
  }

  const fragment = await visitor.get("/monitor/diagnostics/live", { "hx-request": "true" });
  const ptag = fragment.headers.get("hx-ptag") ?? "";
  must((await fragment.text()).includes(name), `The monitor's fragment does not show the call of ${name}.`);
  const same = await visitor.get("/monitor/diagnostics/live", { "hx-request": "true", "hx-ptag": ptag });
  mustBe(same.status, 304, "The status of the fragment when nothing changed");

  const listed = await visitor.get("/api/whatsapp-incoming?direction=in");
  mustBe(listed.status, 200, "The status of /api/whatsapp-incoming");
  const { messages } = (await listed.json()) as { messages: { evidence: string | null }[] };
  mustBe(messages.length, 3, "The number of incoming messages");
  const token = await platformToken(platform.url, platform.keys.publishableKey, platform.staff);
  const program = await fetch(`${served.url}/api/whatsapp-incoming`, {
    headers: { authorization: `Bearer ${token}` },
  });
  mustBe(program.status, 200, "The status of /api/whatsapp-incoming for a program with an access token");
}

async function platformToken(url: string, apikey: string, credentials: object): Promise<string> {
  const response = await fetch(`${url}/auth/v1/token?grant_type=password`, {
    method: "POST",
    headers: { apikey, "content-type": "application/json" },
    body: JSON.stringify(credentials),
  });
  return ((await response.json()) as { access_token: string }).access_token;
}
