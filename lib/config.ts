import { z } from "zod";
import { Problem } from "./http/problem.ts";

/** A pasted line break or blanks are no part of a secret, and blanks alone are none. */
const optional = z.preprocess(
  (value) => (typeof value === "string" && value.trim() !== "" ? value.trim() : undefined),
  z.string().optional(),
);
const clockTime = /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/;

const environment = z.object({
  SUPABASE_URL: z.url({ protocol: /^https?$/ }),
  SUPABASE_PUBLISHABLE_KEY: z.string().min(1),
  SUPABASE_SECRET_KEY: z.string().min(1),
  WHATSAPP_API_URL: z.preprocess(
    (value) => (value === "" ? undefined : value),
    z.url({ protocol: /^https?$/ }).default("https://www.wasenderapi.com/api"),
  ),
  WHATSAPP_API_TOKEN: optional,
  WHATSAPP_WEBHOOK_SECRET: optional,
  WASENDER_PERSONAL_TOKEN: optional,
  WASENDER_SESSION_ID: z.preprocess(
    (value) => (value === "" ? undefined : value),
    z
      .string()
      .regex(/^[\w-]{1,64}$/)
      .optional(),
  ),
  CLOUDTALK_WEBHOOK_SECRET: optional,
  CLOUDTALK_SIGNING_SECRET: optional,
  CRON_SECRET: optional,
  DEFAULT_COUNTRY: z.preprocess(
    (value) => (value === "" ? undefined : value),
    z
      .string()
      .regex(/^[A-Z]{2}$/)
      .default("IT"),
  ),
  WHATSAPP_MIN_INTERVAL_SECONDS: z.preprocess(
    (value) => (value === "" ? undefined : value),
    z.coerce.number().min(0).max(86_400).default(60),
  ),
  WHATSAPP_DAILY_LIMIT: z.preprocess(
    (value) => (value === "" ? undefined : value),
    z.coerce.number().int().min(0).max(1_000_000).default(50),
  ),
  WHATSAPP_SENDING_HOURS: z.preprocess(
    (value) => (value === "" ? undefined : value),
    z
      .string()
      .transform((value) => value.split("-").map((part) => part.trim()))
      .refine(
        (parts) => parts.length === 2 && parts.every((part) => clockTime.test(part)) && parts[0] !== parts[1],
      )
      .default(["08:00", "21:00"]),
  ),
});

export interface Config {
  supabaseUrl: string;
  publishableKey: string;
  secretKey: string;
  whatsappApiUrl: string;
  whatsappApiToken: string | null;
  whatsappWebhookSecret: string | null;
  /** Both or neither: Wasender's own log of sent messages, to compare. */
  wasenderPersonalToken: string | null;
  wasenderSessionId: string | null;
  cloudtalkWebhookSecret: string | null;
  cloudtalkSigningSecret: string | null;
  cronSecret: string | null;
  /** ISO 3166-1 alpha-2. */
  defaultCountry: string;
  /** Applied to the default channel and workspace on their first start only. */
  firstStart: {
    minIntervalMs: number;
    /** Sends in a moving 24 hours; 0 is none. */
    dailyLimit: number;
    sendingFrom: string;
    sendingUntil: string;
    defaultCountry: string;
  };
}

/** Reads the environment once. Throws a Problem that names every variable that is missing, malformed or swapped. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const withOlderNames = {
    ...env,
    SUPABASE_PUBLISHABLE_KEY: env.SUPABASE_PUBLISHABLE_KEY || env.SUPABASE_KEY,
  };
  const read = environment.safeParse(withOlderNames);
  if (!read.success) {
    const names = [...new Set(read.error.issues.map((issue) => String(issue.path[0])))];
    throw new Problem(
      "not_configured",
      `Missing or malformed in the environment: ${names.join(", ")}. See .env.example.`,
    );
  }
  const values = read.data;
  refuseSwappedKeys(values.SUPABASE_PUBLISHABLE_KEY, values.SUPABASE_SECRET_KEY);
  const [sendingFrom = "", sendingUntil = ""] = values.WHATSAPP_SENDING_HOURS;
  return {
    supabaseUrl: values.SUPABASE_URL.replace(/\/+$/, ""),
    publishableKey: values.SUPABASE_PUBLISHABLE_KEY,
    secretKey: values.SUPABASE_SECRET_KEY,
    whatsappApiUrl: values.WHATSAPP_API_URL.replace(/\/+$/, ""),
    whatsappApiToken: values.WHATSAPP_API_TOKEN ?? null,
    whatsappWebhookSecret: values.WHATSAPP_WEBHOOK_SECRET ?? null,
    wasenderPersonalToken: values.WASENDER_PERSONAL_TOKEN ?? null,
    wasenderSessionId: values.WASENDER_SESSION_ID ?? null,
    cloudtalkWebhookSecret: values.CLOUDTALK_WEBHOOK_SECRET ?? null,
    cloudtalkSigningSecret: values.CLOUDTALK_SIGNING_SECRET ?? null,
    cronSecret: values.CRON_SECRET ?? null,
    defaultCountry: values.DEFAULT_COUNTRY,
    firstStart: {
      minIntervalMs: Math.round(values.WHATSAPP_MIN_INTERVAL_SECONDS * 1000),
      dailyLimit: values.WHATSAPP_DAILY_LIMIT,
      sendingFrom,
      sendingUntil,
      defaultCountry: values.DEFAULT_COUNTRY,
    },
  };
}

/**
 * Supabase keys: `sb_publishable_…` and `sb_secret_…`, or the older JWTs whose payload names the role
 * (supabase.com/docs/guides/api/api-keys).
 */
function refuseSwappedKeys(publishable: string, secret: string): void {
  if (keyRole(publishable) === "secret" || keyRole(secret) === "publishable") {
    throw new Problem(
      "not_configured",
      "SUPABASE_PUBLISHABLE_KEY and SUPABASE_SECRET_KEY are swapped: exchange their values, and make a new secret key if it was public.",
    );
  }
}

function keyRole(key: string): "publishable" | "secret" | null {
  if (key.startsWith("sb_publishable_")) return "publishable";
  if (key.startsWith("sb_secret_")) return "secret";
  try {
    const { role } = JSON.parse(Buffer.from(key.split(".")[1] ?? "", "base64url").toString()) as {
      role?: string;
    };
    return role === "anon" ? "publishable" : role === "service_role" ? "secret" : null;
  } catch {
    return null;
  }
}
