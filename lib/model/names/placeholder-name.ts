/** What systems and people put where a name is missing. `test` is no name of anybody whom we greet by it. */
const words = new Set(
  (
    "unknown unbekannt inconnu desconocido sconosciuto sconosciuta null undefined none nan nil nobody nessuno na nd np noname " +
    "anonymous anonimo anonima private privato withheld restricted unavailable blocked test xxx xx x object false true " +
    "caller contact contatto nome name number numero no senza nessun new nuovo nuova not available non disponibile set " +
    "impostato indicato specificato id firstname lastname cognome first last full guest ospite user utente"
  ).split(" "),
);
/** Of the words above, those that alone or together are also somebody's name, or no more than a beginning. */
const weak = new Set(["no", "set", "new", "id", "true", "user", "guest", "x"]);

/** Whether nobody is called so: `Unknown`, `N/A`, `-`, `null null`, the number itself. */
export function isPlaceholderName(name: string): boolean {
  const digits = name.replace(/\D/g, "").length;
  if (!/\p{L}/u.test(name)) return digits === 0 || digits >= 5;
  // A number with a word beside it that says nothing is a number.
  const parts = name
    .normalize("NFD")
    .toLowerCase()
    .replace(/\b([a-z])[./]([a-z])\b\.?/g, "$1$2")
    .replace(/[^\p{L}\s]/gu, " ")
    .trim()
    .split(/\s+/);
  return parts.every((part) => words.has(part)) && !parts.every((part) => weak.has(part));
}
