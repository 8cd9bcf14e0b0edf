type Conjugation = "are" | "ere" | "ire";

const endings: Record<Conjugation, string[]> = {
  are: ["a", "i", "ate", "are", "iate", "ino", "ano", "ando", "erete"],
  ere: ["i", "a", "ete", "ere", "iate", "ano", "e", "ono", "endo", "erete"],
  ire: ["i", "a", "ite", "ire", "iate", "ano", "isca", "isci", "iscano", "endo", "irete"],
};
const before: Record<Conjugation, string[]> = {
  are: ["a", "ate", "ar", "i", "ando"],
  ere: ["i", "ete", "er", "endo", "a"],
  ire: ["i", "ite", "ir", "endo", "isca"],
};
const stemOf = (verb: string) => verb.slice(0, -3);
const kindOf = (verb: string) => verb.slice(-3) as Conjugation;
/** "mandi", "invii": one i where stem and ending meet. */
const join = (stem: string, ending: string) =>
  stem.endsWith("i") && ending.startsWith("i") ? stem + ending.slice(1) : stem + ending;
/** "cerchi", "cerchiate": the sound stays. */
const sound = (stem: string, ending: string) =>
  /[cg]$/.test(stem) && /^[ie]/.test(ending) ? `${stem}h` : stem;

/** What one says to somebody with these Italian verbs, to tu, Lei and voi: "scrivi", "scriva", "scrivete", "scrivere", … */
export function verbForms(...verbs: string[]): string[] {
  return forms(verbs, endings, "");
}

/** The same with "me" or "us" behind: "scrivimi", "scrivetemi", "scrivermi", "scriveteci", … */
export function verbFormsWithMe(...verbs: string[]): string[] {
  return ["mi", "ci"].flatMap((me) => forms(verbs, before, me));
}

function forms(verbs: string[], table: Record<Conjugation, string[]>, behind: string): string[] {
  return verbs.flatMap((verb) => {
    const [stem, kind] = [stemOf(verb), kindOf(verb)];
    return table[kind].map((ending) => join(kind === "are" ? sound(stem, ending) : stem, ending) + behind);
  });
}
