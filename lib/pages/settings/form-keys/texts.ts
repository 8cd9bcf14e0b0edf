import type { Language } from "../../../base/language.ts";

const it = {
  title: (vendor: string) => `Moduli di ${vendor}`,
  intro: "Ogni modulo può avere una chiave sua: se una si perde, ritiri solo quella.",
  summary: (vendor: string) => `Indirizzo e chiavi dei moduli di ${vendor}`,
  address: "Indirizzo del webhook",
  common:
    "Sul server c'è anche una chiave comune, che vale per ogni modulo (la trova chi gestisce il server).",
  noKeys:
    "Prima serve CHANNEL_KEYS sul server: senza, una chiave non si può conservare al sicuro. Chiedi a chi gestisce il server.",
  make: "Nuova chiave",
  makeHelp: "Una per ogni modulo.",
  name: "Modulo",
  nameHelp: "Come lo chiami tu, per esempio «Agrisolare Veneto».",
  create: "Crea la chiave",
  none: "Non c'è ancora nessuna chiave di un modulo.",
  lastUsed: "Ultimo contatto",
  never: "ancora nessuno",
  form: "Numero del modulo",
  made: "Creata",
  by: (name: string) => `da ${name}`,
  retire: "Ritira",
  retireHelp: (name: string) =>
    `Entro dieci secondi i contatti di «${name}» con questa chiave sono rifiutati, e vanno persi. Metti prima la chiave nuova nel modulo.`,
  retireConfirm: "Conferma: ritira la chiave",
  retiredTitle: "Ritirate negli ultimi 30 giorni",
  retiredAt: "Ritirata",
  newTitle: (name: string) => `Chiave per ${name}`,
  newHelp: "Copiala adesso nel modulo: dopo questa pagina non la vede più nessuno, nemmeno tu.",
  newUse: "Vale tra dieci secondi. Poi invia i dati di prova dal modulo: il contatto arriva qui come prova.",
  newLost: "Se si perde, ritirala e creane un'altra.",
  key: "Chiave",
  copy: "Copia",
  copied: "Copiata",
  back: "Torna alle chiavi",
  wrongName: "Scrivi il nome del modulo, al massimo 80 caratteri.",
  full: "Ci sono già 50 chiavi: ritira quelle che nessun modulo usa.",
  notices: { retired: "Chiave ritirata." } as Record<string, string>,
};

export type FormKeysTexts = typeof it;

const en: FormKeysTexts = {
  title: (vendor) => `Forms of ${vendor}`,
  intro: "Each form may have a key of its own: if one is lost, you retire only that one.",
  summary: (vendor) => `Address and keys of the forms of ${vendor}`,
  address: "Address of the webhook",
  common: "The server has a common key too, which holds for every form (whoever runs the server has it).",
  noKeys:
    "First the server needs CHANNEL_KEYS: without it a key cannot be kept safely. Ask whoever runs the server.",
  make: "New key",
  makeHelp: "One for each form.",
  name: "Form",
  nameHelp: "As you call it, “Agrisolare Veneto” for example.",
  create: "Make the key",
  none: "No form has a key yet.",
  lastUsed: "Last lead",
  never: "none yet",
  form: "Number of the form",
  made: "Made",
  by: (name) => `by ${name}`,
  retire: "Retire",
  retireHelp: (name) =>
    `Within ten seconds, leads of “${name}” with this key are refused, and lost. Put the new key into the form first.`,
  retireConfirm: "Confirm: retire the key",
  retiredTitle: "Retired in the last 30 days",
  retiredAt: "Retired",
  newTitle: (name) => `Key for ${name}`,
  newHelp: "Copy it into the form now: after this page nobody sees it again, not even you.",
  newUse: "It holds in ten seconds. Then send test data from the form: the lead arrives here as a test.",
  newLost: "If it is lost, retire it and make another one.",
  key: "Key",
  copy: "Copy",
  copied: "Copied",
  back: "Back to the keys",
  wrongName: "Write the form's name, 80 characters at most.",
  full: "There are 50 keys already: retire those that no form uses.",
  notices: { retired: "Key retired." },
};

/** Words of the page of forms' keys. */
export const formKeysTexts: Record<Language, FormKeysTexts> = { it, en };
