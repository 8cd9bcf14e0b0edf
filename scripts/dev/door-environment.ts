import { PHONE_NUMBER_ID, WABA_ID } from "../../simulator/graph/account.ts";
import type { DevSecrets } from "./dev-secrets.ts";
import type { DevSettings, Environment } from "./dev-settings.ts";

export interface DevAddresses {
  supabaseUrl: string;
  whatsappApiUrl: string;
  /** The simulator's CloudTalk. */
  cloudtalkApiUrl: string;
  /** The simulator's Meta and Cunnekt. */
  graphUrl: string;
  cunnektUrl: string;
}

export const simulatedCloudtalkId = "simulator";

/** Given values before generated ones. */
export function chosenSecrets(settings: DevSettings, generated: DevSecrets): DevSecrets {
  return {
    ...generated,
    whatsappApiToken: settings.whatsappApiToken ?? generated.whatsappApiToken,
    whatsappWebhookSecret: settings.whatsappWebhookSecret ?? generated.whatsappWebhookSecret,
    cloudtalkWebhookSecret: settings.cloudtalkWebhookSecret ?? generated.cloudtalkWebhookSecret,
    cloudtalkSigningSecret: settings.cloudtalkSigningSecret ?? generated.cloudtalkSigningSecret,
    cronSecret: settings.cronSecret ?? generated.cronSecret,
  };
}

/** What the doors find in their environment: the names of production. */
export function doorEnvironment(
  env: Environment,
  settings: DevSettings,
  secrets: DevSecrets,
  { supabaseUrl, whatsappApiUrl, cloudtalkApiUrl, graphUrl, cunnektUrl }: DevAddresses,
): Environment {
  return {
    ...env,
    // Keys of one's own lead to the real services.
    ...(env.CLOUDTALK_API_ID?.trim()
      ? {}
      : {
          CLOUDTALK_API_URL: cloudtalkApiUrl,
          CLOUDTALK_API_ID: simulatedCloudtalkId,
          CLOUDTALK_API_KEY: secrets.cloudtalkApiKey,
        }),
    ...(settings.whatsappApiUrl === null
      ? { WASENDER_PERSONAL_TOKEN: secrets.wasenderPersonalToken, WASENDER_SESSION_ID: "12345" }
      : {}),
    // With an address of one's own, all that is said of it is one's own.
    ...(settings.metaGraphUrl === null ? simulatedMeta(secrets, graphUrl) : {}),
    ...(settings.cunnektBaseUrl === null ? simulatedCunnekt(secrets, cunnektUrl) : {}),
    GOOGLE_LEADS_KEY: env.GOOGLE_LEADS_KEY?.trim() || secrets.googleLeadsKey,
    FIRST_CONTACT_CHANNEL: settings.firstContact,
    SUPABASE_URL: supabaseUrl,
    SUPABASE_PUBLISHABLE_KEY: secrets.publishableKey,
    SUPABASE_SECRET_KEY: secrets.secretKey,
    WHATSAPP_API_URL: whatsappApiUrl,
    WHATSAPP_API_TOKEN: secrets.whatsappApiToken,
    WHATSAPP_WEBHOOK_SECRET: secrets.whatsappWebhookSecret,
    CLOUDTALK_WEBHOOK_SECRET: secrets.cloudtalkWebhookSecret,
    CLOUDTALK_SIGNING_SECRET: secrets.cloudtalkSigningSecret,
    CRON_SECRET: secrets.cronSecret,
    CHANNEL_KEYS: env.CHANNEL_KEYS?.trim() || secrets.channelKeys,
    DEFAULT_COUNTRY: settings.defaultCountry,
    WHATSAPP_MIN_INTERVAL_SECONDS: String(settings.minIntervalMs / 1000),
    WHATSAPP_DAILY_LIMIT: String(settings.dailyLimit),
    WHATSAPP_JITTER_SECONDS: String(settings.jitterMs / 1000),
    WHATSAPP_WARM_UP_DAYS: String(settings.warmUpDays),
    WHATSAPP_SENDING_HOURS: `${settings.sendingFrom}-${settings.sendingUntil}`,
  };
}

const simulatedMeta = (secrets: DevSecrets, graphUrl: string): Environment => ({
  META_GRAPH_URL: graphUrl,
  META_WHATSAPP_ACCESS_TOKEN: secrets.metaAccessToken,
  META_WHATSAPP_PHONE_NUMBER_ID: PHONE_NUMBER_ID,
  META_WHATSAPP_BUSINESS_ACCOUNT_ID: WABA_ID,
  META_WHATSAPP_APP_SECRET: secrets.metaAppSecret,
  META_WHATSAPP_VERIFY_TOKEN: secrets.metaVerifyToken,
});

const simulatedCunnekt = (secrets: DevSecrets, cunnektUrl: string): Environment => ({
  CUNNEKT_BASE_URL: cunnektUrl,
  CUNNEKT_API_KEY: secrets.cunnektApiKey,
  CUNNEKT_WEBHOOK_TOKEN: secrets.cunnektWebhookToken,
});
