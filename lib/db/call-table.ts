import { callFailure } from "./call-rpc.ts";

interface Answer {
  data: unknown;
  error: { code: string; message: string; details?: string | null } | null;
  status: number;
}

/** The rows of a query. Throws Problem as `callRpc` does. */
export async function callTable<Rows>(query: PromiseLike<Answer>): Promise<Rows> {
  const { data, error, status } = await query;
  if (error) throw callFailure("select", error, status);
  return data as Rows;
}
