import { randomBytes } from "node:crypto";
import type { DevMember } from "./dev-members.ts";

export interface SignInLinks {
  /** The link of each member, to be printed. */
  links: { member: DevMember; url: string }[];
  /** What a link answers, or null for every other request. */
  handle(request: Request): Promise<Response | null>;
}

const prefix = "/dev/sign-in/";

/**
 * A link a member that signs in once, for as long as dev runs: it posts the monitor's own form, and hands its cookies over. They are
 * the host's, whatever the port (RFC 6265, 8.5).
 */
export function signInLinks(
  parts: { url: string; monitorUrl: string; password: string },
  members: readonly DevMember[],
): SignInLinks {
  const { url, monitorUrl, password } = parts;
  const unused = new Map(members.map((member) => [randomBytes(12).toString("base64url"), member]));
  return {
    links: [...unused].map(([token, member]) => ({ member, url: `${url}${prefix}${token}` })),
    async handle(request) {
      const { pathname } = new URL(request.url);
      if (request.method !== "GET" || !pathname.startsWith(prefix)) return null;
      const member = unused.get(pathname.slice(prefix.length));
      if (!member) return gone(monitorUrl);
      const signedIn = await fetch(`${monitorUrl}/sign-in`, {
        method: "POST",
        headers: { origin: new URL(monitorUrl).origin },
        body: new URLSearchParams({ email: member.email, password }),
        redirect: "manual",
      });
      await signedIn.body?.cancel();
      if (signedIn.status !== 303) return gone(monitorUrl);
      unused.delete(pathname.slice(prefix.length));
      const headers = new Headers({ location: monitorUrl, "cache-control": "no-store" });
      for (const cookie of signedIn.headers.getSetCookie()) headers.append("set-cookie", cookie);
      return new Response(null, { status: 303, headers });
    },
  };
}

function gone(monitorUrl: string): Response {
  return new Response(`This link was used, or its password was changed: sign in at ${monitorUrl}.\n`, {
    status: 410,
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
  });
}
