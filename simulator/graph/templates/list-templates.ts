import type { Simulation } from "../../simulation.ts";
import { pick } from "../nodes.ts";

const cursorOf = (index: number) => Buffer.from(String(index)).toString("base64url");

/** `GET /{waba-id}/message_templates?fields&status&name&limit&after`: pages by cursor (docs, template management). */
export function listTemplates({ world }: Simulation, query: URLSearchParams) {
  const [status, name] = [query.get("status")?.toUpperCase(), query.get("name")];
  const all = world.meta.templates.filter(
    (one) => (!status || one.status === status) && (!name || one.name.includes(name)),
  );
  const limit = Math.min(Math.max(Number(query.get("limit")) || 25, 1), 1000);
  const after = query.get("after");
  const start = after === null ? 0 : Number(Buffer.from(after, "base64url").toString()) + 1 || 0;
  const page = all.slice(start, start + limit);
  const usual = ["name", "parameter_format", "components", "language", "status", "category"];
  const optional = { message_send_ttl_seconds: undefined, previous_category: undefined };
  const data = page.map((one) => pick({ ...optional, ...one }, query.get("fields") ?? undefined, usual));
  if (page.length === 0) return { data };
  const cursors = { before: cursorOf(start), after: cursorOf(start + page.length - 1) };
  return {
    data,
    paging: { cursors, ...(start + page.length < all.length && { next: "https://graph.facebook.com/next" }) },
  };
}
