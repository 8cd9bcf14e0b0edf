import type { Story } from "../story.ts";

/** Whose bill is here, who is closed, and where nothing could arrive. */
export const done: readonly Story[] = [
  {
    name: "Maria Fabbri",
    company: "Cascina Tre Pini",
    call: ["ven 08:12", "samuela", 188],
    acts: [
      { at: "ven 08:55", says: "Certo, un attimo" },
      { at: "ven 09:10", file: "bill" },
      { at: "ven 09:36", by: "samuela", confirms: true },
      {
        at: "ven 09:37",
        by: "samuela",
        writes: "Perfetto, grazie Maria! La richiamo entro martedì con il confronto.",
      },
    ],
  },
  {
    name: "Alberto Riva",
    company: "Latteria Riva",
    call: ["ven 08:22", "giulia", 305],
    acts: [
      { at: "ven 10:02", file: "photo" },
      { at: "ven 10:20", by: "giulia", confirms: true },
      { at: "ven 10:21", by: "giulia", change: { tags: ["preventivo"] } },
    ],
  },
  {
    name: "Luisa Galli",
    company: "Salumificio Galli",
    call: ["ven 08:31", "davide", 277],
    acts: [
      { at: "ven 12:44", file: "bill" },
      { at: "ven 14:05", by: "davide", confirms: true },
    ],
  },
  {
    name: "Ettore Bassi",
    company: "Frantoio Bassi",
    call: ["ven 12:28", "giulia", 214],
    acts: [
      { at: "ven 16:18", file: "bill", caption: "Eccola" },
      { at: "ven 16:50", by: "giulia", confirms: true },
    ],
  },
  {
    name: "Ornella Sala",
    company: "Agriturismo Il Noce",
    call: ["ven 13:02", "samuela", 196],
    acts: [
      { at: "ven 17:45", file: "page" },
      { at: "ven 18:10", by: "samuela", confirms: true },
    ],
  },
  {
    name: "Renzo Poli",
    company: "Cerealicola Poli",
    call: ["ven 13:12", "davide", 259],
    acts: [
      { at: "sab 09:22", file: "bill" },
      { at: "oggi 08:24", by: "davide", confirms: true },
    ],
  },
  // Asked again for the right one, which came.
  {
    name: "Mirella Neri",
    company: "Birrificio Neri",
    call: ["ven 13:22", "giulia", 231],
    acts: [
      { at: "ven 15:01", file: "meter", caption: "va bene il contatore?" },
      { at: "ven 15:20", by: "giulia", rejects: "other" },
      {
        at: "ven 15:21",
        by: "giulia",
        writes: "Grazie Mirella! Questo è il contatore: mi serve la bolletta, la pagina con i consumi.",
      },
      { at: "ven 18:55", file: "bill" },
      { at: "oggi 08:27", by: "giulia", confirms: true },
    ],
  },
  {
    name: "Ugo Zanetti",
    company: "Vigneti Zanetti",
    call: ["ven 13:33", "davide", 84],
    acts: [
      { at: "ven 13:50", says: "Ho già un consulente, grazie comunque" },
      { at: "ven 14:10", by: "davide", change: { closed: true, tags: ["ha un consulente"] } },
    ],
  },
  {
    name: "Vera Longo",
    company: "Oleificio Longo",
    call: ["ven 13:44", "samuela", 102],
    acts: [
      { at: "ven 14:30", says: "Abbiamo venduto l'azienda a settembre" },
      { at: "ven 14:48", by: "samuela", change: { closed: true } },
    ],
  },
  {
    name: "Coop. La Valle",
    company: "Cooperativa La Valle",
    call: ["ven 10:11", "giulia", 322],
    send: "uncertain",
  },
  {
    name: "Michele D'Angelo",
    company: "Fattoria D'Angelo",
    call: ["ven 13:55", "samuela", 175],
    send: "failed",
  },
  { name: "Vivaio Sorgente", call: ["ven 14:06", "davide", 133], send: "not_on_whatsapp" },
  // No mobile: nothing is sent, and the page says why.
  { name: "Frantoio Bianchi", phone: "+390721700123", call: ["ven 14:17", "giulia", 160] },
  { name: "Consorzio Bonifica Est", phone: "+390541700456", call: ["oggi 08:40", "davide", 88] },
];
