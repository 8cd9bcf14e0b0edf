import { describe, expect, test } from "vitest";
import { readName } from "../../lib/contacts/person-name.ts";

describe("a name that goes into a text", () => {
  test.each<[raw: unknown, name: string]>([
    ["Mario Rossi", "Mario Rossi"],
    ["Nicol&ograve; D&#39;Angelo", "Nicolò D'Angelo"],
    ["Nicol&#242;", "Nicolò"],
    ["Nicol&#xF2;", "Nicolò"],
    ["Nicol&amp;ograve;", "Nicol&ograve;"],
    ["Rossi &amp; Figli", "Rossi & Figli"],
    ["Rossi & Figli; Milano", "Rossi & Figli; Milano"],
    ["M&uuml;ller", "Müller"],
    ["Caff&egrave;&nbsp;Roma", "Caffè Roma"],
    ["A &unheardof; b &#0; &#xD800;", "A &unheardof; b &#0; &#xD800;"],
    ["NicolÃ²", "Nicolò"],
    ["JosÃ© MÃ¼ller", "José Müller"],
    ["Dâ€™Angelo", "D’Angelo"],
    ["FranÃ§ois", "François"],
    ["SantÃ\u00a0", "Santà"],
    ["Å½eljko", "Željko"],
    ["JOÃO", "JOÃO"],
    ["IRMÃ Maria", "IRMÃ Maria"],
    ["Nicolò", "Nicolò"],
    ["François Ã²", "François Ã²"],
    ["Ελένη", "Ελένη"],
    ["李雷", "李雷"],
    ["Mario\u00a0\u200b Rossi\ufeff", "Mario Rossi"],
    ["\u202aMario\u202c\tRossi\n", "Mario Rossi"],
    ["نام\u200cها", "نام\u200cها"],
    ["Mario (test)", "Mario (test)"],
    ["Test Spa", "Test Spa"],
    ["Nullo Rossi", "Nullo Rossi"],
    ["Privato Giovanni", "Privato Giovanni"],
    ["True", "True"],
    ["3 Italia", "3 Italia"],
    ["Azienda 2000", "Azienda 2000"],
    ["Na Li", "Na Li"],
    [118, "118"],
  ])("%j is %s", (raw, name) => {
    expect(readName(raw)).toBe(name);
  });
});

test.each([
  ...["+39 333 005 0003", "393330050003", "(+39) 333-005.0003", "+39 333 005 0003 Unknown", 393330050003],
  ...["Unknown", "UNKNOWN", "unknown unknown", "Unknown caller", "Unknown contact", "N/A", "n.a.", "N.D.", "NA"],
  ...["-", "--", "–", ".", "...", "?", "???", "_", " ", "", "\u200b", "\u00a0", "&nbsp;", "( )", "null", "null null"],
  ...["undefined", "undefined undefined", "NaN", "None", "Sconosciuto", "sconosciuta", "Numero sconosciuto"],
  ...["Nessun nome", "Senza nome", "No name", "Anonimo", "Numero privato", "non disponibile", "Not available"],
  ...["test", "Test Test", "Contatto sconosciuto", "xxx", "Nome Cognome", "[Unknown]", "<unknown>"],
  ...[null, undefined, true, {}, []],
])("%j is no name", (raw) => {
  expect(readName(raw)).toBeNull();
});
