import { z } from "zod";
import { QUALITIES } from "../graph/account.ts";
import {
  changeAccount,
  changeNumber,
  changeNumberQuality,
  changePreference,
  ringUs,
  shakeHands,
  tellError,
} from "../graph/meta-news.ts";
import { changeCategory, changeQuality, decide } from "../graph/templates/review.ts";
import { CATEGORIES, TEMPLATE_STATUSES } from "../graph/templates/template.ts";
import type { Simulation } from "../simulation.ts";
import { ControlError, parseOrder } from "./control-error.ts";
import { knownCustomer } from "./known-customer.ts";

const customer = z.string();
const template = z.string();

const schema = z.discriminatedUnion("do", [
  z.object({ do: z.literal("handshake"), verifyToken: z.string().optional() }),
  z.object({ do: z.literal("number-quality"), quality: z.enum(QUALITIES) }),
  z.object({ do: z.literal("account"), restricted: z.boolean().default(true) }),
  z.object({
    do: z.literal("ring"),
    customer,
    answered: z.boolean().default(false),
    talkingSeconds: z.coerce.number().int().min(0).max(86_400).default(42),
  }),
  z.object({ do: z.literal("preference"), customer, marketing: z.enum(["stop", "resume"]) }),
  z.object({
    do: z.literal("new-number"),
    customer,
    phone: z
      .string()
      .regex(/^\+\d{8,15}$/)
      .optional(),
  }),
  z.object({ do: z.literal("error"), code: z.number().int().default(131000) }),
  z.object({
    do: z.literal("template-status"),
    template,
    status: z.enum(TEMPLATE_STATUSES),
    reason: z.string().optional(),
  }),
  z.object({
    do: z.literal("template-category"),
    template,
    category: z.enum(CATEGORIES),
    warning: z.boolean().default(false),
  }),
  z.object({ do: z.literal("template-quality"), template, quality: z.enum(["UNKNOWN", ...QUALITIES]) }),
]);

/** `POST /control/meta`: what Meta does by itself, and what customers do that no other vendor knows. */
export async function controlMeta(sim: Simulation, input: unknown): Promise<object> {
  const order = parseOrder(schema, input);
  const { meta } = sim.settings;
  if (!meta) throw new ControlError(409, "no_meta", "There is no pretend Meta here: another one is used.");
  switch (order.do) {
    case "handshake": {
      const post = await shakeHands(sim, order.verifyToken ?? meta.verifyToken);
      const [{ status, answer } = { status: null, answer: "" }] = post.attempts;
      const { "hub.challenge": challenge } = post.body as Record<string, string>;
      return { status, isRight: status === 200 && answer === challenge };
    }
    case "number-quality":
      changeNumberQuality(sim, order.quality);
      break;
    case "account":
      changeAccount(sim, order.restricted);
      break;
    case "ring": {
      const who = knownCustomer(sim.world, order.customer);
      ringUs(sim, who, { isAnswered: order.answered, talkingSeconds: order.talkingSeconds });
      break;
    }
    case "preference":
      changePreference(sim, knownCustomer(sim.world, order.customer), order.marketing);
      break;
    case "new-number":
      changeNumber(sim, knownCustomer(sim.world, order.customer), order.phone);
      break;
    case "error":
      tellError(sim, order.code);
      break;
    case "template-status":
      decide(sim, knownTemplate(sim, order.template), order.status, order.reason);
      break;
    case "template-category":
      changeCategory(sim, knownTemplate(sim, order.template), order.category, order.warning);
      break;
    case "template-quality":
      changeQuality(sim, knownTemplate(sim, order.template), order.quality);
      break;
  }
  return { ok: true };
}

function knownTemplate({ world }: Simulation, reference: string) {
  const template = world.meta.templates.find(({ id, name }) => id === reference || name === reference);
  if (!template) throw new ControlError(404, "no_template", `No template "${reference}".`);
  return template;
}
