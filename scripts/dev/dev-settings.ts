import { LINES, type Line } from "../../simulator/world/line.ts";
import { DevFailure } from "./dev-failure.ts";

/** What the environment asks of `npm run dev`; null where a value is to be generated. */
export interface DevSettings {
  port: number;
  supabasePort: number;
  /** null: the one after `port`, or any free one. */
  simulatorPort: number | null;
  dataDir: string;
  /** null: the simulator's Wasender. */
  whatsappApiUrl: string | null;
  /** null: the simulator's Meta. */
  metaGraphUrl: string | null;
  /** null: the simulator's Cunnekt. */
  cunnektBaseUrl: string | null;
  firstContact: Line;
  whatsappApiToken: string | null;
  whatsappWebhookSecret: string | null;
  cloudtalkWebhookSecret: string | null;
  cloudtalkSigningSecret: string | null;
  cronSecret: string | null;
  defaultCountry: string;
  minIntervalMs: number;
  dailyLimit: number;
  jitterMs: number;
  warmUpDays: number;
  sendingFrom: string;
  sendingUntil: string;
}

export type Environment = Record<string, string | undefined>;

/** Reads and checks the environment; an empty variable is an unset one. */
export function readDevSettings(env: Environment): DevSettings {
  const text = (name: string) => env[name]?.trim() || null;
  const checked = (name: string, pattern: RegExp, wanted: string) => {
    const value = text(name);
    if (value !== null && !pattern.test(value))
      throw new DevFailure(`${name} is "${value}": give ${wanted}.`);
    return value;
  };
  const port = (name: string) => {
    const value = checked(name, /^\d{1,5}$/, "a port from 1 to 65535");
    if (value !== null && (Number(value) < 1 || Number(value) > 65535)) {
      throw new DevFailure(`${name} is "${value}": give a port from 1 to 65535.`);
    }
    return value === null ? null : Number(value);
  };
  const hours = checked("WHATSAPP_SENDING_HOURS", sendingHours, "two different times, such as 08:00-21:00");
  const [sendingFrom, sendingUntil] = (hours ?? "08:00-21:00").split("-") as [string, string];
  if (sendingFrom === sendingUntil) {
    throw new DevFailure(`WHATSAPP_SENDING_HOURS is "${hours}": use 00:00-24:00 for always.`);
  }
  const seconds = checked("WHATSAPP_MIN_INTERVAL_SECONDS", /^\d+(\.\d+)?$/, "seconds, such as 60 or 0.5");
  const limit = checked("WHATSAPP_DAILY_LIMIT", /^\d{1,7}$/, "a whole number, 0 for no limit");
  const jitter = checked("WHATSAPP_JITTER_SECONDS", /^\d{1,4}(\.\d+)?$/, "seconds, such as 5 or 0.5");
  const warmUp = checked("WHATSAPP_WARM_UP_DAYS", /^\d{1,3}$/, "a whole number of days, 0 for none");
  const settings: DevSettings = {
    port: port("PORT") ?? 3000,
    supabasePort: port("SUPABASE_PORT") ?? 54321,
    simulatorPort: port("SIMULATOR_PORT"),
    dataDir: text("DATA_DIR") ?? ".data",
    whatsappApiUrl: webAddress("WHATSAPP_API_URL", text("WHATSAPP_API_URL")),
    metaGraphUrl: webAddress("META_GRAPH_URL", text("META_GRAPH_URL")),
    cunnektBaseUrl: webAddress("CUNNEKT_BASE_URL", text("CUNNEKT_BASE_URL")),
    firstContact: (checked("FIRST_CONTACT_CHANNEL", firstContacts, LINES.join(", ")) ?? "wasender") as Line,
    whatsappApiToken: text("WHATSAPP_API_TOKEN"),
    whatsappWebhookSecret: text("WHATSAPP_WEBHOOK_SECRET"),
    cloudtalkWebhookSecret: text("CLOUDTALK_WEBHOOK_SECRET"),
    cloudtalkSigningSecret: signingSecret(text("CLOUDTALK_SIGNING_SECRET")),
    cronSecret: text("CRON_SECRET"),
    defaultCountry: checked("DEFAULT_COUNTRY", /^[A-Z]{2}$/, "two capital letters, such as IT") ?? "IT",
    minIntervalMs: Math.round(Number(seconds ?? "60") * 1000),
    dailyLimit: Number(limit ?? "50"),
    jitterMs: Math.round(Number(jitter ?? "0") * 1000),
    warmUpDays: Number(warmUp ?? "0"),
    sendingFrom,
    sendingUntil,
  };
  refuseSamePorts(settings);
  return settings;
}

const time = String.raw`([01]\d|2[0-3]):[0-5]\d`;
const firstContacts = new RegExp(`^(${LINES.join("|")})$`);
const sendingHours = new RegExp(`^${time}-(${time}|24:00)$`);

function webAddress(name: string, value: string | null): string | null {
  if (value === null) return null;
  const url = URL.parse(value);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new DevFailure(`${name} is "${value}": give an address that starts with http:// or https://.`);
  }
  return value.replace(/\/+$/, "");
}

// A secret is not repeated in the message: terminals are shared and logged.
function signingSecret(value: string | null): string | null {
  if (value !== null && !/^whsec_[A-Za-z0-9+/]{16,}={0,2}$/.test(value)) {
    throw new DevFailure(
      "CLOUDTALK_SIGNING_SECRET is malformed: give whsec_ and base64, as CloudTalk shows it.",
    );
  }
  return value;
}

function refuseSamePorts({ port, supabasePort, simulatorPort }: DevSettings): void {
  const named: [string, number | null][] = [
    ["PORT", port],
    ["SUPABASE_PORT", supabasePort],
    ["SIMULATOR_PORT", simulatorPort],
  ];
  for (const [name, value] of named) {
    const twin = named.find(([other, same]) => other !== name && value !== null && same === value);
    if (twin)
      throw new DevFailure(`${name} and ${twin[0]} are both ${value}: set one of them to another port.`);
  }
}
