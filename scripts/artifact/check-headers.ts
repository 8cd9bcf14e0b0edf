import { must, mustBe } from "./check-failure.ts";
import type { RunningArtifact } from "./running-artifact.ts";

const everywhere = {
  "strict-transport-security": "max-age=63072000",
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
};
const answers = [
  "/monitor",
  "/monitor/sign-in",
  "/monitor/theme.css",
  "/monitor/vendor/htmx.min.js",
  "/api/health",
  "/api/clock",
  "/api/nothing",
  "/webhook/cloudtalk",
];

/** Security headers on every answer, one CSP, and how long files and pages may be kept. */
export async function checkHeaders({ served, output }: RunningArtifact): Promise<void> {
  const get = (path: string) => fetch(served.url + path, { redirect: "manual" });
  for (const path of answers) {
    const { headers } = await get(path);
    for (const [name, value] of Object.entries(everywhere)) {
      mustBe(headers.get(name), value, `The header ${name} of ${path}`);
    }
    const policy = headers.get("content-security-policy") ?? "";
    must(policy.startsWith("default-src 'none';"), `${path} has no Content-Security-Policy from 'none' up.`);
    must(!policy.includes(","), `${path} has two policies, and browsers obey both: ${policy}.`);
    must(!policy.includes("unsafe"), `The policy of ${path} allows inline code: ${policy}.`);
  }
  const types: Record<string, string> = { css: "text/css", js: "text/javascript", svg: "image/svg+xml" };
  for (const path of output.staticFiles) {
    const { status, headers } = await get(path);
    mustBe(status, 200, `The status of ${path}`);
    const type = types[path.split(".").at(-1) ?? ""];
    must(
      !type || headers.get("content-type")?.startsWith(type),
      `The type of ${path} is ${headers.get("content-type")}.`,
    );
    const kept = path.startsWith("/monitor/vendor/")
      ? "public, max-age=3600, stale-while-revalidate=604800"
      : "public, max-age=0, must-revalidate";
    mustBe(headers.get("cache-control"), kept, `The Cache-Control of ${path}`);
  }
  for (const path of ["/monitor/sign-in", "/api/health", "/api/clock"]) {
    mustBe((await get(path)).headers.get("cache-control"), "no-store", `The Cache-Control of ${path}`);
  }
}
