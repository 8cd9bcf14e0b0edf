import { type Customer, phoneDigits } from "../world/customer.ts";

/**
 * What Meta shows of a person: always the business-scoped id; the phone unless they have a username and hide it, the username
 * where they have one (docs, business-scoped user ids).
 */
export function contactOf(customer: Customer) {
  const { addressing, bsuid, username, name } = customer;
  return {
    profile: { name, ...(addressing !== "pn" && { username }) },
    ...(addressing !== "lid-only" && { wa_id: phoneDigits(customer) }),
    user_id: bsuid,
  };
}

/** `from` of what they send: left out, not empty, where the phone is hidden. */
export function senderOf(customer: Customer) {
  return {
    ...(customer.addressing !== "lid-only" && { from: phoneDigits(customer) }),
    from_user_id: customer.bsuid,
  };
}

export function recipientOf(customer: Customer) {
  return {
    ...(customer.addressing !== "lid-only" && { recipient_id: phoneDigits(customer) }),
    recipient_user_id: customer.bsuid,
  };
}
