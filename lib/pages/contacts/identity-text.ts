import { readablePhone } from "../shell/format.ts";

/** An address as a person reads it. */
export function identityText({ kind, value }: { kind: string; value: string }): string {
  if (kind === "phone") return readablePhone(value);
  return kind === "username" ? `@${value}` : value.replace(/@lid$/, "");
}
