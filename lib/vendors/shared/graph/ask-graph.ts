import type { JsonRecord } from "../as-record.ts";
import { answerSummary } from "./answer-summary.ts";
import { type GraphAccess, requestGraph } from "./request-graph.ts";

/** What Graph says to one question of the doctor's. `why`: in one line for people, without the token. */
export type Told = { body: JsonRecord; headers: Headers } | { why: string };

/** One question; what is no 200 is told in words. Never throws. */
export async function askGraph(access: GraphAccess, path: string): Promise<Told> {
  const answer = await requestGraph(access, "GET", path);
  return answer.kind === "answer" && answer.status === 200
    ? { body: answer.body, headers: answer.headers }
    : { why: answerSummary(answer, access.accessToken) };
}
