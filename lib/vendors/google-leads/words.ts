import type { Language } from "../../base/language.ts";
import type { VendorWords } from "../vendor.ts";

/** What people read about Google's lead forms. */
export const googleWords: Record<Language, VendorWords> = {
  it: {
    source: "Google Ads (moduli)",
    connect:
      "Per ricevere i contatti dei moduli, in Google Ads apri il modulo, «Altre opzioni di invio dei lead», e metti questo indirizzo come webhook, con la tua chiave:",
    never:
      "In Google Ads apri ogni modulo e controlla il webhook: indirizzo e chiave devono essere i nostri. Premi «Invia dati di prova»: il contatto di prova compare qui.",
    silent:
      "Nelle scorse settimane, a quest'ora, i contatti arrivavano. Se la campagna è attiva, controlla il webhook del modulo in Google Ads.",
    heard: {
      lead: "Porta chi compila un modulo. In Google Ads ogni modulo ha il suo webhook: metti lì indirizzo e chiave.",
    },
    reasons: {},
    remedies: {},
    alerts: {},
    passes: {},
  },
  en: {
    source: "Google Ads (forms)",
    connect:
      "To receive the leads of your forms, in Google Ads open the form, “Other data integration options”, and enter this address as its webhook, with your key:",
    never:
      "In Google Ads, open each form and check its webhook: address and key must be ours. Press “Send test data”: the test lead shows up here.",
    silent:
      "In past weeks, leads came in at this time. If the campaign is running, check the form's webhook in Google Ads.",
    heard: {
      lead: "Brings who fills in a form. In Google Ads each form has a webhook of its own: enter address and key there.",
    },
    reasons: {},
    remedies: {},
    alerts: {},
    passes: {},
  },
};
