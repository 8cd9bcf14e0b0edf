import type { Language } from "../../base/language.ts";
import type { VendorWords } from "../vendor.ts";

/** What people read about Wasender. */
export const wasenderWords: Record<Language, VendorWords> = {
  it: {
    source: "Wasender (WhatsApp)",
    connect: "Per ricevere le risposte, metti questo indirizzo nei webhook di Wasender:",
    never: "Controlla l'indirizzo del webhook in Wasender: senza, non vediamo le risposte.",
    silent:
      "Nelle scorse settimane, a quest'ora, gli eventi arrivavano. Se oggi si lavora, controlla il webhook della sessione in Wasender.",
    heard: {
      "messages.received":
        "Porta le risposte dei clienti. Spuntalo nelle impostazioni Webhook della sessione su Wasender.",
      "messages.upsert":
        "Porta anche i messaggi scritti dal telefono e conferma gli invii incerti. Spuntalo nelle impostazioni Webhook della sessione su Wasender.",
      "messages.update":
        "Porta le spunte: consegnato, letto. Spuntalo nelle impostazioni Webhook della sessione su Wasender.",
      "message.sent":
        "Avvisa se un invio fallisce. Spuntalo nelle impostazioni Webhook della sessione su Wasender.",
      "session.status":
        "Avvisa subito se il telefono si scollega. Spuntalo nelle impostazioni Webhook della sessione su Wasender.",
    },
    reasons: {
      bad_key: "La chiave API di Wasender non è valida.",
      plan_ended: "Il piano Wasender è scaduto o non permette l'invio.",
      session_down: "Il numero WhatsApp non è collegato a Wasender.",
    },
    remedies: {
      bad_key:
        "Copia la chiave API della sessione da Wasender in Impostazioni, Numeri WhatsApp, o in WHATSAPP_API_TOKEN se il numero viene da lì.",
      plan_ended: "Rinnova il piano su wasenderapi.com. Poi gli invii riprendono da soli.",
      session_down:
        "Apri Wasender, voce Sessions, e ricollega il telefono con il codice QR. Poi riprende da solo.",
    },
    alerts: {
      bad_key: "Wasender non accetta la chiave API, non parte nessun messaggio",
      plan_ended: "il piano Wasender è scaduto o non permette l'invio",
    },
    passes: {
      messages: {
        keys: "Per chiarire gli invii incerti da soli servono WASENDER_PERSONAL_TOKEN e WASENDER_SESSION_ID: così si legge anche il registro di Wasender.",
        unauthorized:
          "Wasender rifiuta la chiave del registro. Controlla WASENDER_PERSONAL_TOKEN e WASENDER_SESSION_ID.",
      },
      identities: {
        keys: "Per cercare i numeri nascosti serve WHATSAPP_API_TOKEN.",
        unauthorized: "Wasender rifiuta la chiave. Controlla WHATSAPP_API_TOKEN.",
      },
    },
  },
  en: {
    source: "Wasender (WhatsApp)",
    connect: "To receive the answers, put this address into Wasender's webhooks:",
    never: "Check the webhook's address in Wasender: without it we do not see the answers.",
    silent:
      "In past weeks, events came in at this time. If today is a working day, check the session's webhook in Wasender.",
    heard: {
      "messages.received":
        "Brings the customers' answers. Tick it in the session's Webhook settings on Wasender.",
      "messages.upsert":
        "Also brings what is typed on the phone, and confirms uncertain sends. Tick it in the session's Webhook settings on Wasender.",
      "messages.update":
        "Brings the ticks: delivered, read. Tick it in the session's Webhook settings on Wasender.",
      "message.sent": "Tells when a send fails. Tick it in the session's Webhook settings on Wasender.",
      "session.status":
        "Tells at once when the phone disconnects. Tick it in the session's Webhook settings on Wasender.",
    },
    reasons: {
      bad_key: "Wasender's API key is not valid.",
      plan_ended: "The Wasender plan has ended or does not allow sending.",
      session_down: "The WhatsApp number is not connected to Wasender.",
    },
    remedies: {
      bad_key:
        "Copy the session's API key from Wasender into Settings, WhatsApp numbers, or into WHATSAPP_API_TOKEN where the number comes from there.",
      plan_ended: "Renew the plan on wasenderapi.com. Sending then resumes by itself.",
      session_down:
        "Open Wasender, Sessions, and connect the phone again with the QR code. It then resumes by itself.",
    },
    alerts: {
      bad_key: "Wasender refuses the API key, no message leaves",
      plan_ended: "the Wasender plan has ended or does not allow sending",
    },
    passes: {
      messages: {
        keys: "To clear up uncertain messages by ourselves, set WASENDER_PERSONAL_TOKEN and WASENDER_SESSION_ID: they open Wasender's own log.",
        unauthorized:
          "Wasender refuses the key to its log. Check WASENDER_PERSONAL_TOKEN and WASENDER_SESSION_ID.",
      },
      identities: {
        keys: "To look up hidden numbers, set WHATSAPP_API_TOKEN.",
        unauthorized: "Wasender refuses the key. Check WHATSAPP_API_TOKEN.",
      },
    },
  },
};
