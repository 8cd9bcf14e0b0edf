import type { WrongKind } from "./read-bills.ts";

/** What is written to the customer with a verdict, in the customers' language. */
export const readyAnswers: Record<WrongKind, string> = {
  gas: "Grazie! Questa però è la bolletta del gas: mi può mandare quella della luce?",
  old: "Grazie! Questa bolletta è di qualche tempo fa: mi può mandare l'ultima che ha ricevuto?",
  unreadable: "Grazie! Purtroppo non si legge bene: mi manda una foto più nitida, o il PDF?",
  other: "Grazie! Questo documento non è la bolletta della luce: me la può mandare?",
};
