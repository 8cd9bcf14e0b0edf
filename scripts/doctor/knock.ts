export interface Answer {
  status: number;
  headers: Headers;
  /** `error.code` of our own answers; null says that somebody else answered. */
  code: string | null;
  message: string;
  /** The JSON object, or an empty one. */
  body: Record<string, unknown>;
}

export type Knock = (path: string, init?: RequestInit) => Promise<Answer>;

/** A cold start takes a second or two, and the clock's tick may send first. */
const timeoutMs = 20_000;

/** One request to the deployment, redirects not followed. Throws when nobody answers. */
export function knockAt(url: string, through: typeof fetch): Knock {
  return async (path, init) => {
    const response = await through(`${url}${path}`, {
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
      ...init,
    });
    const body = asObject(await response.text());
    const error = asObject(JSON.stringify(body.error ?? {}));
    const code = typeof error.code === "string" ? error.code : null;
    const message = typeof error.message === "string" ? error.message : `it answered ${response.status}`;
    return { status: response.status, headers: response.headers, code, message, body };
  };
}

function asObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
