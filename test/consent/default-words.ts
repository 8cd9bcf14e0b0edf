/** What holds unless the company saves otherwise; confirmation-limits.test.ts compares it with `app.default_setting`. */
export const stopWords = [
  "stop",
  "basta",
  "cancellami",
  "disiscrivimi",
  "fermatevi",
  "smettetela",
  "non scrivetemi piu",
  "non chiamatemi piu",
  "non voglio piu messaggi",
  "unsubscribe",
  "do not contact me",
];
export const startWords = ["start", "riprendi", "iscrivimi", "unstop"];
