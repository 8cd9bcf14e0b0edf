import { parseJson } from "../../base/parse-json.ts";
import { readCapped } from "../../base/read-capped.ts";
import { asRecord, type JsonRecord } from "./as-record.ts";
import { type ConnectionFailure, connectionFailure, failureText } from "./connection-failure.ts";

export interface ExchangeOptions {
  /** `https://host/path` of the API, with or without a slash at its end. */
  apiUrl: string;
  /** Beside those for JSON, its key among them. */
  headers: Record<string, string>;
  fetch: typeof fetch;
  timeoutMs: number;
  /** How much of an answer is read; 64 KiB unless told. */
  maxAnswerBytes?: number;
}

export type Exchange =
  | { kind: "answer"; status: number; headers: Headers; text: string; body: JsonRecord }
  | { kind: "no_answer"; failure: ConnectionFailure | "bad_key"; text: string; status: number | null };

const usualMaxBytes = 64 * 1024;

/** One HTTP call to a vendor, from connecting to the last byte of its answer in `timeoutMs`. Never throws. */
export async function exchangeJson(
  options: ExchangeOptions,
  method: "GET" | "POST" | "PUT" | "DELETE",
  path: string,
  json?: JsonRecord | FormData,
): Promise<Exchange> {
  const url = endpoint(options.apiUrl, path);
  if (url === null) return noAnswer("unreachable", "the configured API address is no http(s) URL");
  let headers: Headers;
  try {
    headers = new Headers({ accept: "application/json", ...options.headers });
  } catch {
    return noAnswer("bad_key", "the configured API key has characters that no HTTP header can hold");
  }
  // A form's own header names what stands between its parts: fetch writes it.
  const isForm = json instanceof FormData;
  if (json && !isForm) headers.set("content-type", "application/json");

  let status: number | null = null;
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<Exchange>((resolve) => {
    timer = setTimeout(() => {
      resolve(noAnswer("timeout", `no full answer within ${options.timeoutMs} ms`, status));
      controller.abort();
    }, options.timeoutMs);
  });
  const exchange = async (): Promise<Exchange> => {
    try {
      const response = await options.fetch(url, {
        method,
        headers,
        body: isForm ? json : json && JSON.stringify(json),
        redirect: "manual",
        signal: controller.signal,
      });
      status = response.status;
      const { text } = await readCapped(response, options.maxAnswerBytes ?? usualMaxBytes);
      return { kind: "answer", status, headers: response.headers, text, body: jsonBody(text) };
    } catch (error) {
      // With headers here, the request left for certain, whatever the error calls itself.
      const failure = connectionFailure(error);
      const lost = status !== null && failure === "unreachable" ? "connection_lost" : failure;
      return noAnswer(lost, failureText(error), status);
    }
  };
  try {
    return await Promise.race([exchange(), deadline]);
  } finally {
    clearTimeout(timer);
  }
}

function noAnswer(
  failure: ConnectionFailure | "bad_key",
  text: string,
  status: number | null = null,
): Exchange {
  return { kind: "no_answer", failure, text, status };
}

function endpoint(apiUrl: string, path: string): URL | null {
  const url = URL.parse(`${apiUrl.trim().replace(/\/+$/, "")}${path}`);
  const usable = url !== null && /^https?:$/.test(url.protocol) && url.username === "" && url.password === "";
  return usable ? url : null;
}

/** A JSON object, or an empty one for anything else: a gateway's HTML, an empty body, a cut-off one. */
function jsonBody(text: string): JsonRecord {
  try {
    return asRecord(parseJson(text));
  } catch {
    return {};
  }
}
