import { readFileSync } from "node:fs";
import { join } from "node:path";
import { billPdf } from "./bill-pdf.ts";

export interface DayFile {
  kind: "image" | "document" | "audio";
  name: string;
  mimeType: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** `bill`: of electricity, with the person's name on it. `photo` and `page`: a bill photographed. The next three are none. */
export type BillFileName = "bill" | "photo" | "page" | "visura" | "gas" | "blurred" | "meter";

const drawings = join(import.meta.dirname, "..", "..", "..", "simulator", "files");
const read = (path: string) => new Uint8Array(readFileSync(path));
const jpeg = (name: string, bytes: Uint8Array<ArrayBuffer>): DayFile => ({
  kind: "image",
  name,
  mimeType: "image/jpeg",
  bytes,
});
const document = (name: string, bytes: Uint8Array<ArrayBuffer>): DayFile => ({
  kind: "document",
  name,
  mimeType: "application/pdf",
  bytes,
});

/** Our own drawings and pages, of this person and number. */
export function dayFile(which: BillFileName, person: string, number: number, name?: string): DayFile {
  switch (which) {
    case "photo":
      return jpeg("foto.jpg", read(join(drawings, "bolletta-1.jpg")));
    case "page":
      return jpeg("foto.jpg", read(join(drawings, "bolletta-2.jpg")));
    case "meter":
      return jpeg("foto.jpg", read(join(drawings, "contatore.jpg")));
    case "blurred":
      return jpeg("foto.jpg", read(join(import.meta.dirname, "files", "mossa.jpg")));
    case "bill":
      return document(name ?? "bolletta.pdf", electricity(person, number));
    case "gas":
      return document(name ?? "bolletta gas ottobre.pdf", gas(person, number));
    case "visura":
      return document(name ?? "visura camerale.pdf", visura(person, number));
  }
}

export function voiceNote(): DayFile {
  return {
    kind: "audio",
    name: "voce.ogg",
    mimeType: "audio/ogg; codecs=opus",
    bytes: read(join(drawings, "voce.ogg")),
  };
}

const euro = (cents: number) => `${(cents / 100).toFixed(2).replace(".", ",")} euro`;

function electricity(person: string, number: number): Uint8Array<ArrayBuffer> {
  const used = 900 + ((number * 337) % 2_400);
  return billPdf({
    title: "Luce Padana · energia elettrica",
    colour: [0.04, 0.42, 0.31],
    lines: [
      ["Intestata a", person],
      ["POD", `IT001E${String(10_000_000 + number * 7_919)}`],
      ["Periodo", "ottobre 2026"],
      ["Potenza impegnata", `${[6, 10, 15, 30][number % 4]} kW`],
      ["Consumo F1", `${Math.round(used * 0.5)} kWh`],
      ["Consumo F2", `${Math.round(used * 0.3)} kWh`],
      ["Consumo F3", `${Math.round(used * 0.2)} kWh`],
      ["Scadenza", "15 dicembre 2026"],
    ],
    foot: `Totale da pagare ${euro(used * 31)}`,
  });
}

function gas(person: string, number: number): Uint8Array<ArrayBuffer> {
  return billPdf({
    title: "Metano Adriatico · gas naturale",
    colour: [0.12, 0.3, 0.6],
    lines: [
      ["Intestata a", person],
      ["PDR", String(90_000_000_000_00 + number * 104_729)],
      ["Periodo", "settembre e ottobre 2026"],
      ["Consumo", `${180 + (number % 90)} Smc`],
    ],
    foot: `Totale da pagare ${euro(21_430 + number * 97)}`,
  });
}

function visura(person: string, number: number): Uint8Array<ArrayBuffer> {
  return billPdf({
    title: "Visura ordinaria dell'impresa",
    colour: [0.35, 0.35, 0.38],
    lines: [
      ["Denominazione", person],
      ["Forma giuridica", "impresa individuale"],
      ["Numero REA", `BO - ${400_000 + number}`],
      ["Attività", "coltivazioni agricole associate all'allevamento"],
    ],
    foot: "Documento di esempio, senza valore",
  });
}
