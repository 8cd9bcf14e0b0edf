import type { Hono } from "hono";
import type { AppEnv } from "../../lib/web/create-app.ts";
import type { Staff } from "../support/create-staff.ts";

const origin = "http://aftercall.test";

/** A browser without scripts: keeps cookies, follows no redirect. */
export class Visitor {
  readonly cookies = new Map<string, string>();
  readonly door: Hono<AppEnv>;

  constructor(door: Hono<AppEnv>) {
    this.door = door;
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.send(path, { headers: { accept: "text/html", "accept-language": "en", ...headers } });
  }

  post(
    path: string,
    form: Record<string, string> | [string, string][] = {},
    headers: Record<string, string> = { origin },
  ): Promise<Response> {
    return this.send(path, { method: "POST", body: new URLSearchParams(form), headers });
  }

  async signIn({ email, password }: Pick<Staff, "email" | "password">): Promise<Response> {
    return this.post("/monitor/sign-in", { email, password });
  }

  private async send(
    path: string,
    init: RequestInit & { headers: Record<string, string> },
  ): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await this.door.request(`${origin}${path}`, {
      ...init,
      headers: { ...init.headers, ...(cookie ? { cookie } : {}) },
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "") this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return response;
  }
}
