/** What a message is for, where it is not the first ask. */
export const it = {
  reminder: "sollecito",
  consent_notice: "conferma di STOP o START",
} satisfies Record<string, string>;
