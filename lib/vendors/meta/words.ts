import type { Language } from "../../base/language.ts";
import type { VendorWords } from "../vendor.ts";

/** What people read about Meta. */
export const metaWords: Record<Language, VendorWords> = {
  it: {
    source: "Meta (WhatsApp)",
    connect: "Per ricevere le risposte, nell'app di Meta metti questo indirizzo nei webhook di WhatsApp:",
    never:
      "Controlla nell'app di Meta che il webhook abbia il nostro indirizzo, che il campo messages sia attivo e che l'app sia pubblicata: senza, non vediamo le risposte.",
    silent:
      "Nelle scorse settimane, a quest'ora, gli eventi arrivavano. Se oggi si lavora, controlla il webhook nell'app di Meta.",
    heard: {
      messages: "Porta le risposte dei clienti. Attiva il campo messages nei webhook dell'app di Meta.",
      statuses:
        "Porta le spunte: consegnato, letto, non riuscito. Arriva con il campo messages, dopo il primo invio.",
    },
    reasons: {
      bad_key: "Meta non accetta il token di accesso per questo numero.",
      plan_ended: "Meta non lascia inviare: pagamento da sistemare o account limitato.",
      session_down: "Il numero non è registrato o attivo presso Meta.",
    },
    remedies: {
      bad_key:
        "Crea in Meta Business un nuovo token dell'utente di sistema, con il permesso whatsapp_business_messaging per questo numero, e mettilo nelle impostazioni di Aftercall (META_WHATSAPP_ACCESS_TOKEN).",
      plan_ended:
        "Apri Meta Business: controlla il metodo di pagamento e la qualità dell'account WhatsApp. Poi gli invii riprendono da soli.",
      session_down: "Apri WhatsApp Manager e registra di nuovo il numero. Poi riprende da solo.",
    },
    alerts: {
      bad_key: "Meta non accetta il token di accesso, non parte nessun messaggio",
      plan_ended: "Meta non lascia inviare: pagamento da sistemare o account limitato",
    },
    passes: {},
  },
  en: {
    source: "Meta (WhatsApp)",
    connect: "To receive the answers, put this address into the WhatsApp webhooks of your app at Meta:",
    never:
      "Check in your app at Meta that the webhook has our address, that the field messages is on and that the app is live: without that we do not see the answers.",
    silent:
      "In past weeks, events came in at this time. If today is a working day, check the webhook of your app at Meta.",
    heard: {
      messages:
        "Brings the customers' answers. Switch on the field messages in the webhooks of your app at Meta.",
      statuses:
        "Brings the ticks: delivered, read, failed. Comes with the field messages, after the first send.",
    },
    reasons: {
      bad_key: "Meta does not take the access token for this number.",
      plan_ended: "Meta does not allow sending: a payment to settle, or a restricted account.",
      session_down: "The number is not registered or not active at Meta.",
    },
    remedies: {
      bad_key:
        "In Meta Business, make a new token of the system user, with the permission whatsapp_business_messaging for this number, and put it into Aftercall's settings (META_WHATSAPP_ACCESS_TOKEN).",
      plan_ended:
        "Open Meta Business: check the payment method and the quality of the WhatsApp account. Sending then resumes by itself.",
      session_down: "Open WhatsApp Manager and register the number again. It then resumes by itself.",
    },
    alerts: {
      bad_key: "Meta does not take the access token, no message leaves",
      plan_ended: "Meta does not allow sending: a payment to settle, or a restricted account",
    },
    passes: {},
  },
};
