import type { Language } from "../../base/language.ts";
import type { VendorWords } from "../vendor.ts";

/** What people read about Cunnekt. */
export const cunnektWords: Record<Language, VendorWords> = {
  it: {
    source: "Cunnekt (WhatsApp)",
    connect:
      "Per ricevere le risposte, su Cunnekt (Settings, API & Webhooks) metti questo indirizzo, e alla fine aggiungi ?action=webhook&token= con il tuo token (CUNNEKT_WEBHOOK_TOKEN):",
    never:
      "Controlla su Cunnekt che il webhook abbia il nostro indirizzo con il token giusto e che gli eventi dei messaggi siano attivi: senza, non vediamo le risposte.",
    silent:
      "Nelle scorse settimane, a quest'ora, gli eventi arrivavano. Se oggi si lavora, controlla il webhook su Cunnekt.",
    heard: {
      messages: "Porta le risposte dei clienti. Su Cunnekt attiva gli eventi dei messaggi in arrivo.",
      statuses:
        "Porta le spunte: consegnato, letto, non riuscito. Su Cunnekt attiva gli eventi di consegna; arrivano dopo il primo invio.",
    },
    reasons: {
      bad_key: "Cunnekt non accetta la chiave API.",
      plan_ended: "Cunnekt non lascia inviare: c'è un pagamento da sistemare.",
      session_down: "Il numero non è attivo presso Cunnekt.",
    },
    remedies: {
      bad_key:
        "Copia di nuovo la chiave da Cunnekt (API Setup) e mettila nelle impostazioni di Aftercall (CUNNEKT_API_KEY). Se è giusta, guarda CUNNEKT_AUTH: dice in quale intestazione va.",
      plan_ended: "Apri Cunnekt e controlla credito e piano. Poi gli invii riprendono da soli.",
      session_down: "Apri Cunnekt e controlla il numero. Poi riprende da solo.",
    },
    alerts: {
      bad_key: "Cunnekt non accetta la chiave API, non parte nessun messaggio",
      plan_ended: "Cunnekt non lascia inviare: c'è un pagamento da sistemare",
    },
    passes: {},
  },
  en: {
    source: "Cunnekt (WhatsApp)",
    connect:
      "To receive the answers, at Cunnekt (Settings, API & Webhooks) enter this address, and at its end ?action=webhook&token= with your token (CUNNEKT_WEBHOOK_TOKEN):",
    never:
      "Check at Cunnekt that the webhook has our address with the right token and that the events of messages are on: without that we do not see the answers.",
    silent:
      "In past weeks, events came in at this time. If today is a working day, check the webhook at Cunnekt.",
    heard: {
      messages: "Brings the customers' answers. At Cunnekt, switch on the events of incoming messages.",
      statuses:
        "Brings the ticks: delivered, read, failed. At Cunnekt, switch on the events of delivery; they come after the first send.",
    },
    reasons: {
      bad_key: "Cunnekt does not take the API key.",
      plan_ended: "Cunnekt does not allow sending: there is a payment to settle.",
      session_down: "The number is not active at Cunnekt.",
    },
    remedies: {
      bad_key:
        "Copy the key from Cunnekt (API Setup) again and put it into Aftercall's settings (CUNNEKT_API_KEY). If it is right, look at CUNNEKT_AUTH: it says in which header it goes.",
      plan_ended: "Open Cunnekt and check credit and plan. Sending then resumes by itself.",
      session_down: "Open Cunnekt and check the number. It then resumes by itself.",
    },
    alerts: {
      bad_key: "Cunnekt does not take the API key, no message leaves",
      plan_ended: "Cunnekt does not allow sending: there is a payment to settle",
    },
    passes: {},
  },
};
