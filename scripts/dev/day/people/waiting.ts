import type { Story } from "../story.ts";

/** Asked, and not heard of yet; the last of them are in the queue. */
export const waiting: readonly Story[] = [
  {
    name: "Aldo Martini",
    company: "Stalla Martini",
    call: ["ven 14:28", "samuela", 211],
    acts: [{ at: "oggi 08:34", call: "samuela", seconds: 64 }],
  },
  {
    name: "Bianca Orlandi",
    company: "Cascina Bellavista",
    call: ["ven 14:39", "giulia", 184],
    send: "delivered",
    acts: [{ at: "oggi 08:37", call: "giulia", seconds: 0, missed: true }],
  },
  {
    name: "Cesare Vitali",
    company: "Tenuta Campolungo",
    call: ["ven 14:50", "davide", 266],
    acts: [{ at: "ven 17:02", call: "davide", seconds: 42 }],
  },
  {
    name: "Donata Leone",
    company: "Agricola Leone",
    call: ["ven 15:01", "samuela", 143],
    acts: [{ at: "ven 10:10", call: "samuela", seconds: 0, missed: true }],
  },
  {
    name: "Enzo Caruso",
    company: "Agrumi Caruso",
    call: ["ven 15:12", "giulia", 171],
    send: "delivered",
    acts: [{ at: "oggi 08:46", call: "giulia", seconds: 0, missed: true }],
  },
  {
    name: "Fabio Sartori",
    company: "Maneggio Sartori",
    call: ["ven 15:23", "davide", 228],
    acts: [{ at: "ven 10:27", call: "davide", seconds: 0, missed: true }],
  },
  {
    name: "Gloria Testa",
    company: "Funghi Testa",
    call: ["ven 15:34", "samuela", 157],
    acts: [{ at: "ven 17:50", call: "samuela", seconds: 0, missed: true }],
  },
  { name: "Ilario Donati", company: "Cantina Donati", call: ["ven 15:45", "giulia", 246], send: "sent" },
  {
    name: "Katia Piras",
    company: "Ovile Piras",
    call: ["ven 15:56", "davide", 132],
    acts: [{ at: "ven 10:44", call: "davide", seconds: 0, missed: true }],
  },
  {
    name: "Lorenzo Villa",
    company: "Villa e Figli",
    call: ["ven 16:07", "samuela", 299],
    acts: [{ at: "oggi 08:49", call: "samuela", seconds: 0, missed: true }],
  },
  {
    name: "Marta Fiore",
    company: "Serra Fiore",
    call: ["ven 16:18", "giulia", 165],
    send: "delivered",
    acts: [{ at: "ven 12:09", call: "giulia", seconds: 0, missed: true }],
  },
  {
    name: "Nello Guerra",
    company: "Azienda Guerra",
    call: ["ven 16:29", "davide", 203],
    acts: [{ at: "ven 11:01", call: "davide", seconds: 0, missed: true }],
  },
  {
    name: "Olga Basile",
    company: "Masseria Basile",
    call: ["ven 16:40", "samuela", 189],
    acts: [{ at: "ven 11:18", call: "samuela", seconds: 0, missed: true }],
  },
  {
    name: "Primo Grassi",
    company: "Pastificio Grassi",
    call: ["ven 16:51", "giulia", 274],
    acts: [
      { at: "ven 17:10", by: "giulia", change: { tags: ["grande consumo"] } },
      { at: "oggi 08:52", call: "giulia", seconds: 77 },
    ],
  },
  {
    name: "Rita Palmieri",
    company: "Ortofrutta Palmieri",
    call: ["ven 17:13", "davide", 118],
    send: "delivered",
  },
  {
    name: "Sandro Farina",
    company: "Forno Farina",
    call: ["ven 17:24", "samuela", 146],
    acts: [{ at: "ven 11:35", call: "samuela", seconds: 0, missed: true }],
  },
  {
    name: "Tullia Rossetti",
    company: "Lavanda Rossetti",
    call: ["ven 17:35", "giulia", 222],
    acts: [{ at: "ven 11:52", call: "giulia", seconds: 0, missed: true }],
  },
  // This morning, while the phone was away and after it came back.
  { name: "Umberto Valli", company: "Segheria Valli", call: ["oggi 08:29", "davide", 191] },
  {
    name: "Viola Mancini",
    company: "Cantine Mancini",
    call: ["oggi 08:43", "samuela", 240],
    send: "delivered",
  },
  { name: "Walter Ruggeri", company: "Suinicola Ruggeri", call: ["oggi 08:55", "giulia", 167] },
  {
    name: "Zita Ferri",
    company: "Allevamento Ferri",
    call: ["oggi 09:01", "davide", 205],
    send: "delivered",
    acts: [
      { at: "oggi 09:10", says: "Va bene, la cerco e la mando in giornata" },
      { at: "oggi 09:14", by: "davide", change: { handled: true } },
    ],
  },
  { name: "Adele Bruno", company: "Tartufi Bruno", call: ["oggi 09:06", "samuela", 158], send: "delivered" },
  { name: "Corrado Pace", company: "Azienda Agricola Pace", call: ["ora 15", "giulia", 233] },
  { name: "Dario Sanna", company: "Caseificio Sanna", call: ["ora 50", "davide", 142] },
  { name: "Sara Bassani", company: "Vivai Bassani", call: ["ora 30", "samuela", 176] },
];
