import { randomBytes } from "node:crypto";
import { type PlatformConnection, sqlDatabase } from "./sql-session.ts";

interface Account {
  id: string;
  email: string;
  created_at: string;
  last_sign_in_at: string | null;
}

/** Makes an account by Auth's own sign-up, which hashes the password; answers Auth's refusal, or null. */
export type SignUp = (account: { email: string; password: string }) => Promise<Response | null>;

export interface AuthAdminParts {
  connection: PlatformConnection;
  secretKey: string;
  signUp: SignUp;
}

const prefix = "/auth/v1/admin/";

/**
 * What the product uses of Auth and Supabase Lite 0.10.0 lacks, answered as hosted Supabase does (supabase/auth, openapi.yaml):
 * making an account, listing accounts, and the token with which somebody sets a password. Null for every other request.
 */
export async function answerAuthAdmin(request: Request, parts: AuthAdminParts): Promise<Response | null> {
  const { pathname, searchParams } = new URL(request.url);
  if (!pathname.startsWith(prefix)) return null;
  if (request.headers.get("apikey") !== parts.secretKey) return failure(403, "not_admin", "User not allowed");
  const { query } = sqlDatabase(parts.connection);
  const accounts = (rest: string, values: unknown[]) =>
    query<Account>(`select id::text, email, created_at, last_sign_in_at from auth.users ${rest}`, values);
  const known = async (email: string) => (await accounts("where email = $1", [email]))[0];
  const verb = `${request.method} ${pathname.slice(prefix.length)}`;
  if (verb === "GET users") {
    const size = Number(searchParams.get("per_page") ?? 50);
    const skipped = (Number(searchParams.get("page") ?? 1) - 1) * size;
    const users = await accounts("order by created_at, id limit $1 offset $2", [size, skipped]);
    return Response.json({ users, aud: "authenticated" });
  }
  if (verb === "POST users") {
    const { email, password } = await bodyOf(request);
    if (await known(email)) return failure(422, "email_exists", "This address has an account already");
    const refusal = await parts.signUp({ email, password: password ?? `${token()}-aA1` });
    if (refusal) return refusal;
    // Who signs up is signed in; who is made is not.
    await query("update auth.users set last_sign_in_at = null where email = $1", [email]);
    return Response.json(await known(email));
  }
  if (verb === "POST generate_link") {
    const account = await known((await bodyOf(request)).email);
    if (!account) return failure(404, "user_not_found", "User with this email not found");
    const hashed_token = token();
    await query("update auth.users set recovery_token = $1, recovery_sent_at = now() where id = $2::uuid", [
      hashed_token,
      account.id,
    ]);
    return Response.json({ ...account, hashed_token, verification_type: "recovery" });
  }
  return failure(404, "not_found", "Not found");
}

async function bodyOf(request: Request): Promise<{ email: string; password?: string }> {
  const body = (await request.json()) as { email: string; password?: string };
  return { ...body, email: body.email.toLowerCase() };
}

function token(): string {
  return randomBytes(28).toString("hex");
}

function failure(status: number, error_code: string, msg: string): Response {
  return Response.json({ code: status, error_code, msg }, { status });
}
