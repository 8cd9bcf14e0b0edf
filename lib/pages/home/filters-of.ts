import type { Context } from "hono";
import { type Filters, readFilters } from "./filters.ts";

/** Of a page, of its refresh, and of a form: all carry them in their address. */
export function filtersOf(c: Context): Filters {
  return readFilters(new URL(c.req.url).searchParams);
}
