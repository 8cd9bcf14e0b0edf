import { keepRecent } from "./keep-recent.ts";
import type { ApiRequest } from "./wire-entry.ts";
import type { World } from "./world.ts";

/** Writes a request down as it comes. Keys are never kept. */
export function openRequest(
  world: World,
  request: Pick<ApiRequest, "service" | "method" | "path" | "body">,
): ApiRequest {
  const entry: ApiRequest = {
    kind: "request",
    id: world.nextNumber("wire"),
    at: world.now(),
    ...request,
    status: null,
    answer: null,
    note: null,
    endedAt: null,
  };
  world.requests.push(entry);
  keepRecent(world.requests);
  world.touch();
  return entry;
}

/** Then what was answered; of a file only its size. */
export async function closeRequest(world: World, entry: ApiRequest, response: Response): Promise<void> {
  entry.endedAt = world.now();
  if (entry.note !== "timeout" && entry.note !== "reset") {
    entry.status = response.status;
    entry.answer = await answerOf(response);
  }
  world.touch();
}

async function answerOf(response: Response): Promise<unknown> {
  const type = response.headers.get("content-type") ?? "";
  if (/json|text|html/.test(type)) return parseOrText(await response.clone().text());
  return type === "" ? null : `(${type})`;
}

export function parseOrText(text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
