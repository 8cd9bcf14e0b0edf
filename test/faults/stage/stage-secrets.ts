/** What the workers and those who knock at them share. */
export const secrets = {
  whatsappToken: "session-api-key-of-the-faults",
  whatsappWebhook: "whatsapp-webhook-secret-of-the-faults",
  cloudtalk: "cloudtalk-webhook-secret-of-the-faults",
  cron: "cron-secret-of-the-faults",
};
