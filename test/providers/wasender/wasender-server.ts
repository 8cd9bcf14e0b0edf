import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll } from "vitest";
import { createWasenderProvider } from "../../../lib/vendors/wasender/create-wasender-provider.ts";

export const apiUrl = "https://wasender.test/api";
export const apiKey = "0123456789abcdef".repeat(4);
export const provider = createWasenderProvider({ apiUrl, apiKey });

export type Body = object | string | null;
type Handler = Parameters<typeof http.all>[1];

/** A pretend Wasender; whatever it was not told to expect is an error. */
export function pretendWasender() {
  const server = setupServer();
  beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
  afterEach(() => server.resetHandlers());
  afterAll(() => server.close());
  const handle = (method: "get" | "post", path: string, handler: Handler) =>
    server.use(http[method](`${apiUrl}${path}`, handler));
  return {
    handle,
    answer: (
      method: "get" | "post",
      path: string,
      status: number,
      body: Body,
      headers: Record<string, string> = {},
    ) => handle(method, path, () => response(status, body, headers)),
  };
}

function response(status: number, body: Body, headers: Record<string, string>) {
  if (typeof body === "object" && body !== null) return HttpResponse.json(body as never, { status, headers });
  return new HttpResponse(body, { status, headers });
}
