import postgres, { type Sql } from "postgres";

export interface RpcApi {
  fetch(request: Request): Promise<Response>;
  close(): Promise<void>;
}
interface Refusal {
  code?: string;
  message: string;
}

/**
 * `POST /rest/v1/rpc/<function>` as PostgREST answers it, also when the database is away (docs.postgrest.org, errors).
 * Supabase Lite can't stand in there: its driver, postgres.js 3.4.9, writes to the closed socket of a transaction whose
 * session was terminated (connection.js, nextWrite), which ends the process and leaves the request without an answer.
 * One statement a request needs no transaction of the driver's.
 */
export function openRpcApi(url: string, sessionName: string, secretKey: string): RpcApi {
  const sql = postgres(url, {
    max: 8,
    onnotice: () => {},
    connect_timeout: 3,
    // Looked up once a connection, and an error of it is nobody's: it ends the process (connection.js, ReadyForQuery).
    fetch_types: false,
    // As PostgREST acts: not as the owner.
    connection: { application_name: sessionName, role: "service_role" } as never,
  });
  const statements = new Map<string, Promise<string>>();
  return {
    async fetch(request) {
      const name = /\/rest\/v1\/rpc\/(\w+)$/.exec(new URL(request.url).pathname)?.[1];
      if (!name || request.headers.get("apikey") !== secretKey) return answer(404, { message: "not here" });
      const body = await request.text();
      const given = Object.keys(JSON.parse(body) as object);
      const key = `${name}(${given})`;
      try {
        const statement = statements.get(key) ?? prepare(sql, name, given);
        statements.set(key, statement);
        const [row] = await sql.unsafe(await statement, [body]);
        return answer(200, row?.value ?? null);
      } catch (error) {
        statements.delete(key);
        return refuse(error as Refusal);
      }
    },
    close: () => sql.end({ timeout: 1 }),
  };
}

/** The arguments come as one JSON object, typed by the function's own signature. */
async function prepare(sql: Sql, name: string, given: string[]): Promise<string> {
  const args = await sql<{ arg: string; type: string }[]>`
    select arg, format_type(p.proargtypes[n - 1], null) as type
    from pg_proc p, unnest(p.proargnames) with ordinality t (arg, n)
    where p.pronamespace = 'public'::regnamespace and p.proname = ${name}
      and arg in (select json_array_elements_text(${JSON.stringify(given)}::text::json))`;
  if (args.length === 0) return `select to_json(public.${name}()) as value, $1::text`;
  const named = args.map(({ arg }) => `"${arg}" => a."${arg}"`);
  const typed = args.map(({ arg, type }) => `"${arg}" ${type}`);
  return `select to_json(public.${name}(${named})) as value from json_to_record($1::text::json) as a (${typed})`;
}

function refuse({ code = "", message }: Refusal): Response {
  if (/^(CONNECT|ECONN|EPIPE)/.test(code))
    return answer(503, { code: "PGRST001", message, details: null, hint: null });
  const status = /^(08|53(?!400)|57P01)/.test(code) ? 503 : /^(4[0-1]|5|$)/.test(code) ? 500 : 400;
  return answer(status, { code, message, details: null, hint: null });
}

function answer(status: number, body: unknown): Response {
  return Response.json(body, { status });
}
