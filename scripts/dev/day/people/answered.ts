import type { Story } from "../story.ts";

/** Who wrote, and waits for a word of ours, a verdict or a call. */
export const answered: readonly Story[] = [
  {
    name: "Giovanni Rossi",
    company: "Azienda Agricola Rossi",
    call: ["ven 08:41", "samuela", 312],
    acts: [
      {
        at: "ven 09:44",
        says: "Buongiorno, le va bene la bolletta di agosto? Quella di ottobre non è ancora arrivata",
      },
      { at: "ven 12:05", call: "samuela", seconds: 0, missed: true },
      {
        at: "ven 12:07",
        by: "samuela",
        notes: "Mi ha richiamata, ero al telefono. @Giulia la visura serve?",
        mentions: ["giulia"],
      },
    ],
  },
  {
    name: "Antonio De Luca",
    company: "De Luca Antonio",
    call: ["ven 08:52", "samuela", 248],
    acts: [
      { at: "ven 10:31", file: "bill", name: "Bolletta_ottobre.pdf", caption: "Eccola, mi dica se va bene" },
      { at: "oggi 09:21", says: "Buongiorno, tutto ok con la bolletta?" },
      { at: "oggi 09:23", says: "Se serve anche quella di settembre ce l'ho" },
    ],
  },
  {
    name: "Elena Bernardi",
    company: "Serre Bernardi",
    call: ["ven 09:03", "giulia", 401],
    acts: [
      { at: "sab 17:02", says: "Salve, la ragioniera chiede a cosa vi serve la bolletta" },
      { at: "sab 17:05", says: "E se i dati restano a voi" },
    ],
  },
  {
    name: "Gino Villani",
    company: "Podere Villani",
    call: ["ven 09:15", "davide", 190],
    acts: [{ at: "dom 21:10", voice: 9 }],
  },
  {
    name: "Lucia Serra",
    company: "Cantina Serra",
    call: ["ven 09:28", "giulia", 276],
    acts: [
      { at: "ven 11:40", file: "visura", caption: "Ecco il documento richiesto" },
      { at: "oggi 08:31", call: "giulia", seconds: 95 },
    ],
  },
  {
    name: "Paolo Marini",
    company: "Allevamento Marini",
    call: ["ven 09:41", "samuela", 222],
    acts: [{ at: "ven 13:12", file: "gas", caption: "buongiorno questa è la bolletta" }],
  },
  {
    name: "Bruno Gatti",
    company: "Vivaio Gatti",
    call: ["ven 09:52", "davide", 168],
    acts: [{ at: "ven 18:26", file: "blurred" }],
  },
  {
    name: "Carla Rinaldi",
    company: "Agriturismo La Rondine",
    call: ["ven 10:04", "samuela", 350],
    acts: [
      { at: "ven 15:33", file: "photo", caption: "prima pagina" },
      { at: "ven 15:34", file: "page", caption: "e la seconda" },
    ],
  },
  {
    name: "Sergio Amadori",
    company: "Amadori Luca e Figli",
    call: ["ven 10:16", "giulia", 287],
    acts: [{ at: "ven 19:48", file: "bill", name: "fattura_luce.pdf" }],
  },
  {
    name: "Daniela Fontana",
    company: "Frutteti Fontana",
    call: ["ven 10:27", "davide", 204],
    acts: [{ at: "sab 10:15", file: "bill", caption: "Buon fine settimana" }],
  },
  {
    name: "Franco Pellegrini",
    company: "Tenuta Pellegrini",
    call: ["ven 10:38", "giulia", 143],
    acts: [
      { at: "ven 14:20", says: "Oggi sono in campagna, mi può richiamare lunedì dopo le 15?" },
      { at: "ven 14:32", by: "giulia", callsBack: true },
      { at: "ven 14:33", by: "giulia", notes: "Vuole parlare del contratto prima di mandare la bolletta." },
    ],
  },
  {
    name: "Chiara Ferrara",
    company: "Apicoltura Ferrara",
    call: ["ven 10:49", "davide", 61],
    acts: [{ at: "ven 10:58", says: "Buongiorno, guardi, per il momento non mi interessa" }],
  },
  {
    name: "Rosa Moretti",
    company: "Orto Moretti",
    call: ["ven 11:00", "samuela", 77],
    acts: [{ at: "ven 11:09", says: "STOP" }],
  },
  {
    name: "Matteo Conti",
    company: "Risaia Conti",
    call: ["ven 11:11", "samuela", 265],
    acts: [
      { at: "ven 16:02", says: "Ho due contatori, la stalla e la casa. Mando tutte e due?" },
      {
        at: "ven 16:40",
        by: "samuela",
        writes: "Sì, grazie: tutte e due, una foto per pagina va benissimo.",
      },
      { at: "dom 19:05", says: "Ok. Quella della casa è intestata a mia moglie, va bene lo stesso?" },
    ],
  },
  {
    name: "Pietro Greco",
    company: "Masseria Greco",
    call: ["ven 11:22", "giulia", 198],
    acts: [{ at: "sab 08:50", says: "Quanto ci vuole per avere il preventivo?" }],
  },
  {
    name: "Teresa Lombardi",
    company: "Caseificio Lombardi",
    call: ["ven 11:33", "davide", 380],
    acts: [
      { at: "ven 12:10", says: "La mando stasera" },
      { at: "ven 12:30", by: "davide", change: { handled: true } },
      { at: "ven 20:31", file: "photo" },
    ],
  },
  {
    name: "Ivo Santini",
    company: "Floricoltura Santini",
    call: ["ven 11:44", "samuela", 151],
    acts: [
      { at: "ven 17:20", says: "Va bene, domani chiedo al commercialista" },
      { at: "ven 17:35", by: "samuela", change: { handled: true, tags: ["commercialista"] } },
    ],
  },
  {
    name: "Nadia Barbieri",
    company: "Molino Barbieri",
    call: ["ven 11:55", "giulia", 233],
    acts: [
      { at: "ven 18:05", says: "Ok" },
      { at: "ven 18:12", by: "giulia", change: { handled: true } },
    ],
  },
  {
    name: "Silvano Costa",
    company: "Azienda Agricola Costa",
    call: ["ven 12:06", "davide", 119],
    acts: [{ at: "oggi 08:58", says: "Siete la stessa ditta che ha chiamato mio fratello?" }],
  },
  {
    name: "Patrizia Monti",
    company: "Collina Verde",
    call: ["ven 12:17", "samuela", 240],
    acts: [{ at: "oggi 09:12", file: "bill", name: "bolletta novembre.pdf", caption: "Buongiorno, ecco" }],
  },
  // Nobody knows her: WhatsApp hides her number.
  {
    name: "Lucia",
    lid: "184620913377999@lid",
    acts: [
      {
        at: "dom 11:32",
        says: "Buongiorno, ho ricevuto una vostra chiamata. Sono Lucia di Podere Santa Lucia",
      },
    ],
  },
];
