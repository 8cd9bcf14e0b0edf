import type { Language } from "../../../base/language.ts";
import type { LeadSource } from "../../../settings/lead-rules-setting.ts";

const it = {
  none: "Nessuna regola: nessun contatto riceve un messaggio.",
  always: "Per ogni contatto",
  unreachable: (name: string) =>
    `Non decide mai: i suoi contatti li prende prima «${name}». Spostala più su.`,
  form: {
    newHelp:
      "Entra nell'elenco sopra la regola che altrimenti prenderebbe tutti i suoi contatti. Poi puoi spostarla.",
    custom: "Risposte del modulo",
    customHelp: "La domanda come compare nel contatto.",
    row: (n: number) => `Risposta ${n}`,
    field: "Domanda",
  },
};

const en: typeof it = {
  none: "No rule: no lead gets a message.",
  always: "For every lead",
  unreachable: (name) => `It never decides: “${name}” takes its leads first. Move it further up.`,
  form: {
    newHelp:
      "It joins the list above the rule that would otherwise take all of its leads. You can move it then.",
    custom: "Answers of the form",
    customHelp: "The question as the lead shows it.",
    row: (n) => `Answer ${n}`,
    field: "Question",
  },
};

/** Where the words of rules are others for leads. */
export const leadRuleTexts: Record<Language, typeof it> = { it, en };

const conditionsIt = {
  sources: "Da dove arriva",
  names: {
    meta_ads: "Modulo di Facebook o Instagram",
    google_ads: "Modulo di Google",
    import: "Lista importata",
    api: "Un altro programma",
    whatsapp: "Ha scritto per primo",
  } satisfies Record<LeadSource, string>,
  forms: "Modulo",
  ads: "Inserzione",
  countries: "Paese",
  consents: "Caselle spuntate, tutte",
  consentsHelp: "Il nome della casella o le sue parole. Una per riga.",
  more: "Modulo, campagna, inserzione, paese",
  anyHour: "Anche fuori orario, entro mezz'ora dal modulo",
  assign: "Di chi diventa",
  assigns: { "": "Come nelle impostazioni dei contatti", nobody: "Di nessuno", round_robin: "A turno" },
  notify: "Avvisa di chi è il contatto (o i responsabili, se non è di nessuno)",
  clauses: {
    sources: (words: string) => `arriva da ${words}`,
    forms: (words: string) => `il modulo è ${words}`,
    ads: (words: string) => `l'inserzione è ${words}`,
    countries: (words: string) => `il paese è ${words}`,
    consents: (words: string) => `ha spuntato ${words}`,
  },
  atAnyHour: "anche fuori orario",
  given: (who: string) => `diventa di ${who}`,
  givenInTurn: "va a turno",
  givenToNobody: "resta di nessuno",
  told: "chi lo segue è avvisato",
  try: {
    title: "Prova le regole dei contatti",
    intro: "Che cosa dicono le regole di adesso degli ultimi contatti. Non parte e non cambia niente.",
    none: "Non c'è ancora nessun contatto.",
    sends: "Si invia",
    not: "Non si invia",
  },
};

const conditionsEn: typeof conditionsIt = {
  sources: "Where it comes from",
  names: {
    meta_ads: "Form on Facebook or Instagram",
    google_ads: "Google form",
    import: "Imported list",
    api: "Another program",
    whatsapp: "Wrote first",
  },
  forms: "Form",
  ads: "Advertisement",
  countries: "Country",
  consents: "Boxes ticked, all of them",
  consentsHelp: "The box's name or its words. One a line.",
  more: "Form, campaign, advertisement, country",
  anyHour: "Outside the hours too, within half an hour of the form",
  assign: "Whose it becomes",
  assigns: { "": "As the settings for leads say", nobody: "Nobody's", round_robin: "In turn" },
  notify: "Tell whose lead it is (or the managers, where it is nobody's)",
  clauses: {
    sources: (words) => `it comes from ${words}`,
    forms: (words) => `the form is ${words}`,
    ads: (words) => `the advertisement is ${words}`,
    countries: (words) => `the country is ${words}`,
    consents: (words) => `they ticked ${words}`,
  },
  atAnyHour: "outside the hours too",
  given: (who) => `it becomes ${who}'s`,
  givenInTurn: "it goes to who is next in turn",
  givenToNobody: "it stays nobody's",
  told: "whose lead it is gets told",
  try: {
    title: "Try the rules for leads",
    intro: "What the rules of now say of the latest leads. Nothing leaves, nothing changes.",
    none: "There is no lead yet.",
    sends: "It is sent",
    not: "Nothing is sent",
  },
};

/** What only rules for leads speak of. */
export const leadTexts: Record<Language, typeof conditionsIt> = { it: conditionsIt, en: conditionsEn };
