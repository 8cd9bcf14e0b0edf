import { type Finding, fix, ok } from "./finding.ts";
import type { Knock } from "./knock.ts";

/** The monitor sends strangers to its sign-in, and browsers get the headers that keep others out of it. */
export async function checkPages(knock: Knock, url: string): Promise<Finding[]> {
  const page = await knock("/monitor");
  const target = URL.parse(page.headers.get("location") ?? "", `${url}/`);
  if (
    page.status !== 303 ||
    target?.pathname !== "/monitor/sign-in" ||
    target.origin !== new URL(url).origin
  ) {
    return [
      page.status === 200
        ? fix(
            "/monitor shows itself without a sign-in.",
            "Take the deployment down, and see the log: this is a leak.",
          )
        : fix(`/monitor does not lead to its sign-in (${page.status}).`, "See the deployment's log."),
    ];
  }
  const signIn = await knock("/monitor/sign-in");
  if (signIn.status !== 200) {
    return [fix(`/monitor/sign-in answers ${signIn.status}.`, "See the deployment's log.")];
  }
  const missing = missingHeaders(signIn.headers, url.startsWith("https:"));
  return [
    ok("/monitor leads strangers to its sign-in."),
    missing.length === 0
      ? ok("Pages carry their security headers.")
      : fix(`Pages lack ${missing.join(", ")}.`, "Deploy with the vercel.json of this repository."),
  ];
}

function missingHeaders(headers: Headers, isHttps: boolean): string[] {
  const policy = headers.get("content-security-policy") ?? "";
  const wanted: [string, boolean][] = [
    [
      "a content-security-policy without inline scripts",
      /(default|script)-src /.test(policy) && !/(default|script)-src[^;]*'unsafe-(inline|eval)'/.test(policy),
    ],
    ["frame-ancestors", /frame-ancestors 'none'/.test(policy)],
    ["x-content-type-options", headers.get("x-content-type-options") === "nosniff"],
    ["referrer-policy", headers.has("referrer-policy")],
    ["strict-transport-security", !isHttps || headers.has("strict-transport-security")],
  ];
  return wanted.filter(([, isThere]) => !isThere).map(([name]) => name);
}
