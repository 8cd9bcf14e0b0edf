/** DATA_DIR/dev.json: what a script needs to drive a running dev. There only while dev is ready. */
export interface DevFile {
  url: string;
  supabaseUrl: string;
  publishableKey: string;
  secretKey: string;
  simulatorUrl: string;
  /** The admin. */
  staff: { email: string; password: string };
  /** Who may sign in, all with that password. */
  members: { name: string; email: string; role: string }[];
  whatsappWebhookSecret: string;
  cloudtalkWebhookSecret: string;
  cloudtalkSigningSecret: string;
  /** Of the Meta that is used, the simulator's or one's own; empty where one's own has none. */
  metaVerifyToken: string;
  metaAppSecret: string;
  /** Of Cunnekt, the same. */
  cunnektWebhookToken: string;
  /** Stands in the body of Google's lead forms. */
  googleLeadsKey: string;
  cronSecret: string;
  /** Of a program with the role manager: `Authorization: Bearer …`. */
  apiKey: string;
}
