import type { Language } from "../../base/language.ts";
import type { VendorWords } from "../vendor.ts";

/** What people read about CloudTalk. */
export const cloudtalkWords: Record<Language, VendorWords> = {
  it: {
    source: "CloudTalk (chiamate)",
    connect:
      "In CloudTalk crea un'automazione «chiamata terminata» che invia i dati (POST) a questo indirizzo:",
    never: "Controlla l'automazione in CloudTalk: senza, non vediamo le chiamate.",
    silent:
      "Nelle scorse settimane, a quest'ora, le chiamate arrivavano. Se oggi si lavora, controlla che l'automazione in CloudTalk sia attiva.",
    heard: {},
    reasons: {},
    remedies: {
      unauthorized:
        "Le chiamate arrivano ancora, ma quelle che si perdono per strada non le ritroviamo. Controlla la chiave di CloudTalk nelle impostazioni di Aftercall.",
    },
    alerts: { unauthorized: "CloudTalk non accetta la nostra chiave API" },
    passes: {
      calls: {
        keys: "Per ritrovare le chiamate servono CLOUDTALK_API_ID e CLOUDTALK_API_KEY: si creano in CloudTalk, Account → Settings → API keys.",
        unauthorized: "CloudTalk rifiuta la chiave. Controlla CLOUDTALK_API_ID e CLOUDTALK_API_KEY.",
      },
    },
  },
  en: {
    source: "CloudTalk (calls)",
    connect: "In CloudTalk, make a “call ended” automation that sends its data (POST) to this address:",
    never: "Check the automation in CloudTalk: without it we do not see the calls.",
    silent:
      "In past weeks, calls came in at this time. If today is a working day, check that the automation in CloudTalk is on.",
    heard: {},
    reasons: {},
    remedies: {
      unauthorized:
        "Calls still come in, but those lost on the way are not found. Check CloudTalk's key in Aftercall's settings.",
    },
    alerts: { unauthorized: "CloudTalk refuses our API key" },
    passes: {
      calls: {
        keys: "To find missed calls, set CLOUDTALK_API_ID and CLOUDTALK_API_KEY: made in CloudTalk under Account → Settings → API keys.",
        unauthorized: "CloudTalk refuses the key. Check CLOUDTALK_API_ID and CLOUDTALK_API_KEY.",
      },
    },
  },
};
