import type { Schedule } from "./world/clock.ts";

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
  now?: () => number;
  schedule?: Schedule;
}
