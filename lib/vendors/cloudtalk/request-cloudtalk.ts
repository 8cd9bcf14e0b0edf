import { readCapped } from "../../base/read-capped.ts";
import type { Values } from "../vendor.ts";

export interface CloudtalkAccess {
  /** `https://my.cloudtalk.io/api` */
  apiUrl: string;
  /** Key id and key secret: Account → Settings → API keys. */
  apiId: string;
  apiKey: string;
  fetch?: typeof fetch;
  timeoutMs?: number;
}

/** Where its REST API is, and our keys to it. */
export function cloudtalkAccess(values: Values): CloudtalkAccess {
  const {
    CLOUDTALK_API_URL: apiUrl = "",
    CLOUDTALK_API_ID: apiId = "",
    CLOUDTALK_API_KEY: apiKey = "",
  } = values;
  return { apiUrl, apiId, apiKey };
}

export type CloudtalkExchange =
  | { kind: "answer"; status: number; headers: Headers; text: string; isCut: boolean }
  | { kind: "no_answer"; text: string };

/** A page of a thousand calls is far below this, unpacked. */
const maxAnswerBytes = 8 * 1024 * 1024;

/**
 * One request to CloudTalk's REST API, a GET or (with `body`) a PUT of JSON, at most `timeoutMs` long. Never throws. Without
 * `Accept` it answers 404 or 406, without `User-Agent` 403 in HTML (seen by two public projects, fact sheet 2.2).
 */
export async function requestCloudtalk(
  access: CloudtalkAccess,
  path: string,
  body?: Record<string, unknown>,
  method: "PUT" | "DELETE" = "PUT",
): Promise<CloudtalkExchange> {
  const { apiUrl, apiId, apiKey, timeoutMs = 10_000 } = access;
  const outside = access.fetch ?? ((...call) => globalThis.fetch(...call));
  try {
    const response = await outside(`${apiUrl}${path}`, {
      ...(body && { method, body: JSON.stringify(body) }),
      headers: {
        ...(body && { "content-type": "application/json" }),
        accept: "application/json",
        "user-agent": "Aftercall/0.1",
        authorization: `Basic ${Buffer.from(`${apiId}:${apiKey}`).toString("base64")}`,
      },
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    });
    return {
      kind: "answer",
      status: response.status,
      headers: response.headers,
      ...(await readCapped(response, maxAnswerBytes)),
    };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return { kind: "no_answer", text: cause instanceof Error ? cause.message || cause.name : String(cause) };
  }
}
