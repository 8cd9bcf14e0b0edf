import type { Hono } from "hono";
import type { Simulation } from "../simulation.ts";
import type { WasenderEnv } from "../wasender/wasender-env.ts";
import { contactIdOf } from "./contact-id.ts";

/** What may be written on contacts (fact sheet 2.2): tags and activities. What was written is seen on the wire. */
export function contactRoutes(app: Hono<WasenderEnv>, { world }: Simulation): void {
  const activities = new Map<string, number>();
  const has = (file: string) => {
    const id = /^(\d+)\.json$/.exec(file)?.[1];
    return world.customers.some(({ phone }) => contactIdOf(phone) === id);
  };
  const notFound = { responseData: { status: 404, message: "Not found." } };

  app.get("/contacts/index.json", (c) => {
    const keyword = c.req.query("keyword") ?? "";
    const data = world.customers
      .map(({ name, phone }) => ({
        Contact: { id: contactIdOf(phone), name },
        ContactNumber: { public_number: Number(phone.slice(1)) },
      }))
      .filter((row) => keyword !== "" && String(row.ContactNumber.public_number).includes(keyword));
    return c.json({
      responseData: { itemsCount: data.length, pageCount: 1, pageNumber: 1, limit: 100, data },
    });
  });

  for (const [method, verb] of [
    ["PUT", "addTags"],
    ["DELETE", "removeTags"],
  ] as const) {
    app.on(method, `/contacts/${verb}/:file`, (c) =>
      has(c.req.param("file")) ? c.json({ responseData: { status: 200 } }) : c.json(notFound, 404),
    );
  }

  app.put("/activity/add/:file", (c) => {
    if (!has(c.req.param("file"))) return c.json(notFound, 404);
    const { type, name, external_id } = (c.get("input") ?? {}) as Record<string, unknown>;
    if (!type || !name) {
      return c.json({ responseData: { status: 406, message: "Invalid input data.", data: {} } }, 406);
    }
    const key = `${external_id} ${type}`;
    if (!activities.has(key)) activities.set(key, world.nextNumber("wire"));
    return c.json({ responseData: { status: 201, data: { id: String(activities.get(key)) } } }, 201);
  });
}
