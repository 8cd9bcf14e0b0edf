import type { Language } from "../../base/language.ts";

const it = {
  title: "Risposte automatiche",
  help: "Non valgono come risposta: la richiesta e i solleciti vanno avanti.",
  chip: "risposta automatica",
  reasons: {
    at_once: "scritta entro due secondi dal nostro messaggio",
    repeated: "lo stesso testo dopo più richieste",
    listed: "contiene una frase da messaggio automatico",
  },
  undo: "L'ha scritto una persona",
  undone: "Un collega: l'ha scritto una persona",
};

const en: typeof it = {
  title: "Automatic replies",
  help: "They are no answer: the ask and its reminders go on.",
  chip: "automatic reply",
  reasons: {
    at_once: "written within two seconds of our message",
    repeated: "the same text after several asks",
    listed: "holds a phrase of automatic messages",
  },
  undo: "A person wrote this",
  undone: "A colleague: a person wrote this",
};

export const machineTexts: Record<Language, typeof it> = { it, en };
