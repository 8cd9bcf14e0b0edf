/**
 * An unset or mistyped template variable becomes an empty string or null (CloudTalk-io/marketplace
 * `variables.md`), or stays `{{…}}` literally; through somebody's JavaScript it becomes `undefined` or
 * `[object Object]` (both seen in public captures).
 */
export function isAbsent(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value !== "string") return false;
  const text = value.trim();
  return /^(|null|undefined|nan|\[object object\])$/i.test(text) || isTemplateText(text);
}

export function isTemplateText(value: unknown): boolean {
  if (typeof value !== "string") return false;
  // Not a regular expression: `{{.*}}` takes quadratic time over a body full of braces.
  const start = value.indexOf("{{");
  return start !== -1 && value.includes("}}", start + 2);
}
