import type { Lang } from "./words.ts";

/** `?lang=` first, then the browser's languages in their order, then Italian. */
export function pageLang(wish: string | undefined, acceptLanguage: string | undefined): Lang {
  if (wish === "it" || wish === "en") return wish;
  const codes = (acceptLanguage ?? "").split(",").map((part) => part.trim().slice(0, 2).toLowerCase());
  return codes.find((code): code is Lang => code === "it" || code === "en") ?? "it";
}
