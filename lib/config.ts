import * as z from "zod/mini";
import { Problem } from "./base/problem.ts";
import { readSealKeys, type SealKey } from "./base/seal.ts";
import type { Variable, Vendor } from "./vendors/vendor.ts";
import { type VendorValues, vendors } from "./vendors/vendors.ts";

const clockTime = /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/;
const optionalText = z.optional(z.string());
const httpUrl = z.url({ protocol: /^https?$/ });

const environment = z.object({
  SUPABASE_URL: httpUrl,
  SUPABASE_PUBLISHABLE_KEY: z.string(),
  SUPABASE_SECRET_KEY: z.string(),
  CRON_SECRET: optionalText,
  CHANNEL_KEYS: z.optional(z.string().check(z.refine((text) => readSealKeys(text) !== null))),
  TOMBSTONE_SECRET: z.optional(z.string().check(z.minLength(16))),
  ALERT_WEBHOOK_URL: z.optional(z.string().check(z.refine(isSafeAddress))),
  ALERT_WEBHOOK_SECRET: z.optional(z.string().check(z.regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/))),
  PUBLIC_URL: z.optional(httpUrl),
  /** Set by Vercel: the project's production domain, without a scheme (vercel.com/docs/environment-variables). */
  VERCEL_PROJECT_PRODUCTION_URL: z.optional(z.string().check(z.regex(/^[\w.-]+$/))),
  FIRST_CONTACT_CHANNEL: optionalText,
  DEFAULT_COUNTRY: z._default(z.string().check(z.regex(/^[A-Z]{2}$/)), "IT"),
  WHATSAPP_MIN_INTERVAL_SECONDS: z._default(z.coerce.number().check(z.minimum(0), z.maximum(86_400)), 60),
  WHATSAPP_DAILY_LIMIT: z._default(z.coerce.number().check(z.int(), z.minimum(0), z.maximum(1_000_000)), 50),
  WHATSAPP_JITTER_SECONDS: z._default(z.coerce.number().check(z.minimum(0), z.maximum(3_600)), 0),
  WHATSAPP_WARM_UP_DAYS: z._default(z.coerce.number().check(z.int(), z.minimum(0), z.maximum(365)), 0),
  WHATSAPP_SENDING_HOURS: z._default(
    z.string().check(z.refine((text) => hoursIn(text) !== null)),
    "08:00-21:00",
  ),
});

export interface Config {
  supabaseUrl: string;
  publishableKey: string;
  secretKey: string;
  /** Of each vendor its own variables, by its name. */
  vendors: VendorValues;
  /** Every value that may neither be stored nor shown. */
  secrets: readonly string[];
  cronSecret: string | null;
  /** Seal and open the credentials of channels; none: only the environment's channel can be served. */
  channelKeys: readonly SealKey[];
  /** Keys the marks by which erased people are known again; null leaves it to the database's own key. */
  tombstoneSecret: string | null;
  /** Where alerts are posted: https, or http on this machine. */
  alertWebhookUrl: string | null;
  /** `whsec_…` of Standard Webhooks; null posts unsigned. */
  alertWebhookSecret: string | null;
  /** `https://host` of the monitor, for links in what leaves. */
  publicUrl: string | null;
  /** ISO 3166-1 alpha-2. */
  defaultCountry: string;
  /** Applied to the default channel and workspace on their first start only. */
  firstStart: {
    minIntervalMs: number;
    /** Sends in a moving 24 hours; 0 is none. */
    dailyLimit: number;
    /** Chance adds up to so much to each interval. */
    jitterMs: number;
    /** The limit grows to its whole over so many days; 0 is at once. */
    warmUpDays: number;
    sendingFrom: string;
    sendingUntil: string;
    defaultCountry: string;
    /** Name of the vendor from whose number people are written to first; null: the first in the list that is complete. */
    firstContacts: string | null;
  };
}

/**
 * Reads the environment once: our own variables, and those of each vendor in the list. Throws a Problem that names every
 * variable that is missing, malformed or swapped.
 */
export function readConfig(
  env: Record<string, string | undefined>,
  list: readonly Vendor[] = vendors,
): Config {
  const given = withoutBlanks(env);
  given.SUPABASE_PUBLISHABLE_KEY ??= given.SUPABASE_KEY;
  const read = environment.safeParse(given);
  const theirs = list.map(
    ({ name, variables }) => [name, z.object(shapeOf(variables)).safeParse(given)] as const,
  );
  const issues = [read, ...theirs.map(([, result]) => result)].flatMap(({ error }) => error?.issues ?? []);
  if (!read.success || issues.length > 0) {
    const names = [...new Set(issues.map((issue) => String(issue.path[0])))];
    throw new Problem(
      "not_configured",
      `Missing or malformed in the environment: ${names.join(", ")}. See .env.example.`,
    );
  }
  const values = read.data;
  refuseSwappedKeys(values.SUPABASE_PUBLISHABLE_KEY, values.SUPABASE_SECRET_KEY);
  refuseUnknownVendor(values.FIRST_CONTACT_CHANNEL, list);
  const [sendingFrom, sendingUntil] = hoursIn(values.WHATSAPP_SENDING_HOURS)!;
  return {
    supabaseUrl: values.SUPABASE_URL.replace(/\/+$/, ""),
    publishableKey: values.SUPABASE_PUBLISHABLE_KEY,
    secretKey: values.SUPABASE_SECRET_KEY,
    vendors: Object.fromEntries(theirs.map(([name, { data }]) => [name, data ?? {}])),
    secrets: [
      values.SUPABASE_SECRET_KEY,
      values.CRON_SECRET,
      ...list.flatMap(({ variables }) =>
        variables.flatMap(({ name, isSecret }) => (isSecret ? [given[name]] : [])),
      ),
    ].filter((secret) => secret !== undefined),
    cronSecret: values.CRON_SECRET ?? null,
    channelKeys: values.CHANNEL_KEYS ? readSealKeys(values.CHANNEL_KEYS)! : [],
    tombstoneSecret: values.TOMBSTONE_SECRET ?? null,
    alertWebhookUrl: values.ALERT_WEBHOOK_URL ?? null,
    alertWebhookSecret: values.ALERT_WEBHOOK_SECRET ?? null,
    publicUrl: publicUrl(values),
    defaultCountry: values.DEFAULT_COUNTRY,
    firstStart: {
      minIntervalMs: Math.round(values.WHATSAPP_MIN_INTERVAL_SECONDS * 1000),
      dailyLimit: values.WHATSAPP_DAILY_LIMIT,
      jitterMs: Math.round(values.WHATSAPP_JITTER_SECONDS * 1000),
      warmUpDays: values.WHATSAPP_WARM_UP_DAYS,
      sendingFrom,
      sendingUntil,
      defaultCountry: values.DEFAULT_COUNTRY,
      firstContacts: values.FIRST_CONTACT_CHANNEL ?? null,
    },
  };
}

function shapeOf(variables: readonly Variable[]): Record<string, z.core.$ZodType<string | undefined>> {
  return Object.fromEntries(
    variables.map(({ name, schema, fallback }) => [
      name,
      fallback === undefined ? z.optional(schema) : z._default(schema, fallback),
    ]),
  );
}

/** Blanks alone are no value; a pasted line break or blanks around one are no part of it. */
function withoutBlanks(env: Record<string, string | undefined>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value?.trim() || undefined]));
}

function isSafeAddress(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || `${url.username}${url.password}` !== "") return false;
  const isHere = ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);
  return url.protocol === "https:" || (url.protocol === "http:" && isHere);
}

function publicUrl(values: { PUBLIC_URL?: string; VERCEL_PROJECT_PRODUCTION_URL?: string }): string | null {
  const { PUBLIC_URL: own, VERCEL_PROJECT_PRODUCTION_URL: host } = values;
  return own ? new URL(own).origin : host ? `https://${host}` : null;
}

/** `08:00-21:00` as its two times; null when it is none. */
function hoursIn(text: string): [from: string, until: string] | null {
  const [from = "", until = "", ...more] = text.split("-").map((part) => part.trim());
  const isValid = more.length === 0 && clockTime.test(from) && clockTime.test(until) && from !== until;
  return isValid ? [from, until] : null;
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

function refuseUnknownVendor(name: string | undefined, list: readonly Vendor[]): void {
  const names = list.flatMap((vendor) => (vendor.numbers ? [vendor.name] : []));
  if (name === undefined || names.includes(name)) return;
  throw new Problem(
    "not_configured",
    `FIRST_CONTACT_CHANNEL is "${name.slice(0, 40)}": put one of ${names.join(", ")}, or leave it empty.`,
  );
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
