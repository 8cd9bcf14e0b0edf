import { phone } from "../support/calls.ts";

/** Few customers, so that their calls and messages meet. */
export const customers = 4;

export const lidOf = (customer: number): string => `18000000000010${customer}@lid`;

export const customerOf = (to: string): number => {
  const found = Array.from({ length: customers }, (_, n) => n).find((n) => phone(n) === to);
  if (found === undefined) throw new Error(`${to} is nobody's number`);
  return found;
};

/** Call n is customer n's, counted round. */
export const customerOfCall = (name: string): number => Number(name.replace("call-", "")) % customers;
