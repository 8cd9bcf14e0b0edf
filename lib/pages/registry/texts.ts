import type { Language } from "../../base/language.ts";

const it = {
  title: "Registro delle opposizioni",
  intro:
    "Chi si iscrive non vuole telefonate né messaggi pubblicitari, e i consensi alle offerte dati prima non valgono più. Va richiesto ogni mese, e prima di ogni campagna.",
  summary: (stale: number, due: number) =>
    stale > 0 ? `${stale} consensi da controllare` : due > 0 ? `${due} numeri da chiedere` : "In ordine",
  law: "DPR 26/2022, art. 6 c. 7. Non tocca le risposte a chi ce le ha chieste, né i contratti in corso.",
  now: "Com'è ora",
  due: "Numeri da chiedere (mai, o più di 30 giorni fa)",
  asked: "Chiesti, senza risposta",
  checked: "Numeri controllati",
  enrolled: "Iscritti",
  last: "Ultima risposta caricata",
  never: "mai",
  marketing: "Consensi alle offerte che valgono",
  stale: "Di questi, non controllati da 30 giorni",
  first: "1. Scarica i numeri",
  firstHelp: "Un numero italiano per riga. Caricali sul sito del Registro con la tua utenza da operatore.",
  download: "Scarica i numeri",
  nothing: "Nessun numero da chiedere: sono tutti controllati da meno di 30 giorni.",
  second: "2. Carica la risposta",
  secondHelp: "Un file CSV o di testo, un numero per riga. I numeri mai chiesti non contano.",
  file: "File",
  paste: "Oppure incolla qui i numeri",
  shape: "Che cosa c'è nel file",
  shapes: {
    enrolled: "solo i numeri iscritti: gli altri che abbiamo chiesto non lo sono",
    outcome: "tutti i numeri, con l'esito accanto (iscritto, non iscritto)",
  },
  upload: "Carica la risposta",
  done: (n: { numbers: number; enrolled: number; free: number; withdrawn: number; unknown: number }) =>
    `Letti ${n.numbers} numeri: ${n.enrolled} iscritti. Altri ${n.free} non iscritti. Consensi alle offerte ritirati: ${n.withdrawn}. Mai chiesti, quindi saltati: ${n.unknown}.`,
  empty: "Niente da leggere: scegli un file, o incolla i numeri.",
  notTable: "Questo non è un elenco di numeri: salvalo come CSV (testo), un numero per riga.",
  badLine: (line: number, text: string) => `Riga ${line}: «${text}» non si legge.`,
  badLines: (n: number) =>
    n === 1
      ? "Niente è stato caricato: una riga non si legge."
      : `Niente è stato caricato: ${n} righe non si leggono.`,
};

const en: typeof it = {
  title: "Registro delle opposizioni",
  intro:
    "Who enters it wants no advertising calls or messages, and consents to offers from before no longer hold. It is to be asked every month, and before every campaign.",
  summary: (stale, due) =>
    stale > 0 ? `${stale} consents to check` : due > 0 ? `${due} numbers to ask for` : "In order",
  law: "DPR 26/2022, art. 6 c. 7. It touches neither answers to who asked for them, nor contracts in force.",
  now: "As it is now",
  due: "Numbers to ask for (never, or more than 30 days ago)",
  asked: "Asked for, without an answer",
  checked: "Numbers checked",
  enrolled: "Enrolled",
  last: "Last answer uploaded",
  never: "never",
  marketing: "Consents to offers that hold",
  stale: "Of these, not checked for 30 days",
  first: "1. Download the numbers",
  firstHelp: "One Italian number a line. Upload them on the registry's site with your operator's account.",
  download: "Download the numbers",
  nothing: "No number to ask for: all were checked less than 30 days ago.",
  second: "2. Upload the answer",
  secondHelp: "A CSV or text file, one number a line. Numbers that were never asked for do not count.",
  file: "File",
  paste: "Or paste the numbers here",
  shape: "What the file holds",
  shapes: {
    enrolled: "only the enrolled numbers: the others that we asked for are not",
    outcome: "all numbers, with the outcome beside (iscritto, non iscritto)",
  },
  upload: "Upload the answer",
  done: (n) =>
    `Read ${n.numbers} numbers: ${n.enrolled} enrolled. ${n.free} others not enrolled. Consents to offers withdrawn: ${n.withdrawn}. Never asked for, so skipped: ${n.unknown}.`,
  empty: "Nothing to read: choose a file, or paste the numbers.",
  notTable: "This is no list of numbers: save it as CSV (text), one number a line.",
  badLine: (line, text) => `Line ${line}: “${text}” cannot be read.`,
  badLines: (n) =>
    n === 1
      ? "Nothing was uploaded: one line cannot be read."
      : `Nothing was uploaded: ${n} lines cannot be read.`,
};

export type RegistryTexts = typeof it;
export const registryTexts: Record<Language, RegistryTexts> = { it, en };
