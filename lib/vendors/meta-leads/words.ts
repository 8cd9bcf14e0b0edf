import type { Language } from "../../base/language.ts";
import type { VendorWords } from "../vendor.ts";

/** What people read about Meta's lead forms. */
export const metaLeadsWords: Record<Language, VendorWords> = {
  it: {
    source: "Meta (moduli delle inserzioni)",
    connect:
      "Per ricevere i contatti dei moduli, nell'app di Meta metti questo indirizzo nei webhook della Pagina, campo leadgen:",
    never:
      "Controlla nell'app di Meta che il webhook della Pagina abbia il nostro indirizzo, che il campo leadgen sia attivo e che la Pagina abbia collegato l'app.",
    silent:
      "Nelle scorse settimane, a quest'ora, i contatti arrivavano. Se le inserzioni sono attive, controlla il webhook della Pagina nell'app di Meta.",
    heard: { leadgen: "Annuncia chi ha compilato un modulo. Attiva il campo leadgen della Pagina." },
    reasons: {},
    remedies: {},
    alerts: {},
    passes: {},
  },
  en: {
    source: "Meta (forms of ads)",
    connect:
      "To receive the leads of your forms, put this address into the webhooks of your Page in the app at Meta, field leadgen:",
    never:
      "Check in your app at Meta that the Page's webhook has our address, that the field leadgen is on, and that the Page has installed the app.",
    silent:
      "In past weeks, leads came in at this time. If the advertisements are on, check the Page's webhook in your app at Meta.",
    heard: { leadgen: "Announces who filled in a form. Switch on the field leadgen of the Page." },
    reasons: {},
    remedies: {},
    alerts: {},
    passes: {},
  },
};
