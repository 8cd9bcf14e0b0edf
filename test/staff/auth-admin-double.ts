import { randomUUID } from "node:crypto";

interface Account {
  id: string;
  email: string;
  password: string;
  email_confirmed: boolean;
}

/**
 * Supabase Auth's admin half, which Supabase Lite lacks, in front of a database's own API: answers as GoTrue's
 * (supabase/auth, openapi.yaml and internal/api/apierrors): 422 email_exists, users in pages.
 */
export function authAdminDouble(supabaseFetch: typeof fetch, secretKey: string) {
  const accounts: Account[] = [];
  const asUser = ({ id, email }: Account) => ({
    id,
    email,
    aud: "authenticated",
    created_at: "2026-11-21T09:00:00Z",
    last_sign_in_at: email.startsWith("seen") ? "2026-11-20T10:00:00Z" : null,
  });
  const answer = async (request: Request): Promise<Response> => {
    const url = new URL(request.url);
    if (request.headers.get("apikey") !== secretKey) {
      return Response.json({ message: "Invalid API key" }, { status: 401 });
    }
    if (request.method === "GET") {
      const page = Number(url.searchParams.get("page"));
      const perPage = Number(url.searchParams.get("per_page"));
      const users = accounts.slice((page - 1) * perPage, page * perPage).map(asUser);
      return Response.json({ users, aud: "authenticated" }, { headers: { "x-total-count": "0" } });
    }
    const { email, password, email_confirm } = (await request.json()) as Record<string, string | boolean>;
    if (accounts.some((known) => known.email === email)) {
      const msg = "A user with this email address has already been registered";
      return Response.json({ code: 422, error_code: "email_exists", msg }, { status: 422 });
    }
    const account = {
      id: randomUUID(),
      email: String(email),
      password: String(password),
      email_confirmed: email_confirm === true,
    };
    accounts.push(account);
    return Response.json(asUser(account));
  };
  const doubled: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    return new URL(request.url).pathname === "/auth/v1/admin/users"
      ? answer(request)
      : supabaseFetch(request);
  };
  return { accounts, fetch: doubled };
}
