import type { Schedule } from "./world/clock.ts";
import type { Line } from "./world/line.ts";

export interface MetaSecrets {
  /** Of a system user: bearer of every request. */
  accessToken: string;
  /** Signs webhooks. */
  appSecret: string;
  /** Given to the product's address in the handshake. */
  verifyToken: string;
}

export interface CunnektSecrets {
  /** In the header `API-KEY`. */
  apiKey: string;
  /** In the address of webhooks. */
  webhookToken: string;
}

export interface SimulatorOptions {
  /** 0 = any free one. */
  port: number;
  /** Where webhooks go, such as http://127.0.0.1:3000. `setProductUrl` changes it later. */
  productUrl: string;
  /** The session API key: bearer of requests, `sessionId` of webhooks. */
  whatsappToken: string;
  whatsappWebhookSecret: string;
  cloudtalkWebhookSecret: string;
  /** `whsec_` and base64: signs native CloudTalk webhooks. */
  cloudtalkSigningSecret: string;
  /** Key id and secret of CloudTalk's REST API; without them it refuses everybody. */
  cloudtalkApiId?: string;
  cloudtalkApiKey?: string;
  /** Opens the session's log of sends; without it the log refuses everybody. */
  wasenderPersonalToken?: string;
  /** What opens and proves the pretend Meta; without it its Graph API refuses everybody and it posts nothing. */
  meta?: MetaSecrets;
  /** The same of the pretend Cunnekt. */
  cunnekt?: CunnektSecrets;
  /** Stands in the body of Google's lead forms; without it nobody fills them in. */
  googleLeadsKey?: string;
  /** Over which number the product writes to somebody for the first time. Default: Wasender's. */
  firstContact?: Line;
  /** Wasender's own pace: a send sooner than this is refused with 429. 0 = none. */
  minIntervalMs: number;
  /** Wasender's own cap over 24 hours. 0 = none. */
  dailyLimit: number;
  /** Gap between accepted, echo, sent, delivered and read. Default 1500. */
  statusDelayMs?: number;
  /** Where the page's link to the monitor leads. Default: `/monitor` of the product. */
  monitorUrl?: string;
  /**
   * The product sends through a real Wasender: seeded numbers may belong to real people, so the story
   * and calls of seeded customers are refused, and only a number typed by hand is used.
   */
  wasenderIsReal?: boolean;
  /** The same of Meta, and of Cunnekt. */
  metaIsReal?: boolean;
  cunnektIsReal?: boolean;
  now?: () => number;
  schedule?: Schedule;
}
