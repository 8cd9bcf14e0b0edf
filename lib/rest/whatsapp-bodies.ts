import * as z from "zod/mini";
import { messageStatuses } from "../model/codes.ts";

const number = z.union([z.string(), z.number()], { error: "send a phone number, like +393331234567" });
const reason = z.optional(
  z.enum(["called", "agreed", "customer"], { error: "send one of: called, agreed, customer" }),
);
const lead = z.optional(
  z.nullable(
    z.union([z.string().check(z.maxLength(100)), z.number()], {
      error: "send an id of up to 100 characters",
    }),
  ),
);

/** `POST /api/whatsapp/send/text`. */
export const textBody = z.object({
  to: number,
  message: z.string({ error: "send a text of 1 to 4,096 characters" }).check(
    z.refine((text) => text.trim() !== "" && text.length <= 4096, {
      error: "send a text of 1 to 4,096 characters",
    }),
  ),
  lead_id: lead,
  reason,
});

const parameter = z.union([z.string().check(z.maxLength(1024)), z.number()]);

/** `POST /api/whatsapp/send/template`. */
export const templateBody = z.object({
  to: number,
  template_name: z
    .string({ error: "send the name of a text" })
    .check(
      z.minLength(1, { error: "send the name of a text" }),
      z.maxLength(512, { error: "send the name of a text" }),
    ),
  language: z.optional(
    z
      .string({ error: "send a language like it or it_IT" })
      .check(z.regex(/^[a-zA-Z]{2}([_-][a-zA-Z]{2,4})?$/, { error: "send a language like it or it_IT" })),
  ),
  parameters: z.optional(
    z.union([z.array(parameter).check(z.maxLength(50)), z.record(z.string(), parameter)], {
      error: "send a list of texts in their order, or an object with a text for each variable",
    }),
  ),
  lead_id: lead,
  reason,
});

/** `GET /api/whatsapp/messages`. */
export const messagesQuery = z.object({
  to: z.optional(z.string()),
  direction: z.optional(z.enum(["in", "out"], { error: "send one of: in, out" })),
  status: z.optional(z.enum(messageStatuses, { error: `send one of: ${messageStatuses.join(", ")}` })),
  before: z.optional(
    z.coerce
      .number({ error: "send the id of a message" })
      .check(z.int({ error: "send the id of a message" }), z.gte(1)),
  ),
  limit: z._default(
    z.coerce
      .number({ error: "send a whole number from 1 to 200" })
      .check(z.int({ error: "send a whole number from 1 to 200" }), z.gte(1), z.lte(200)),
    50,
  ),
});
