/** DATA_DIR/dev.json: what a script needs to drive a running dev. There only while dev is ready. */
export interface DevFile {
  url: string;
  supabaseUrl: string;
  publishableKey: string;
  secretKey: string;
  simulatorUrl: string;
  staff: { email: string; password: string };
  whatsappWebhookSecret: string;
  cloudtalkWebhookSecret: string;
  cloudtalkSigningSecret: string;
  cronSecret: string;
}
