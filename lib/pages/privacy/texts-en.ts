import type { privacyIt } from "./texts-it.ts";

export const privacyEn: typeof privacyIt = {
  title: "Privacy",
  exportIt: "Export all data (ZIP)",
  exportHelp:
    "Contact, consents, calls, messages and files: everything we hold on this person. The export is written down.",
  erase: "Erase this person's data…",
  adminErases: "An admin can erase it.",
  erasedOn: "This person's data has been erased.",
  erasedHelp: "If they call or write again, nothing is kept and nobody writes to them.",
  page: {
    title: "Erase this person?",
    back: "Back to the contact",
    goes: "Gone for good, from here and from the file storage:",
    counts: {
      identities: (n) => (n === 1 ? "1 number or address" : `${n} numbers and addresses`),
      calls: (n) => (n === 1 ? "the data of 1 call" : `the data of ${n} calls`),
      leads: (n) =>
        n === 1 ? "what they answered in 1 form or list" : `what they answered in ${n} forms or lists`,
      messages: (n) => (n === 1 ? "the text of 1 message" : `the texts of ${n} messages`),
      queued: (n) =>
        n === 1
          ? "1 message in the queue, which will not leave"
          : `${n} messages in the queue, which will not leave`,
      files: (n) => (n === 1 ? "1 file" : `${n} files`),
      events: (n) => (n === 1 ? "the content of 1 event received" : `the content of ${n} events received`),
    },
    stays:
      "Times and counts stay, without a name or number. If this person calls or writes again, nothing is kept.",
    irreversible: "This cannot be undone.",
    reason: "Why they are erased",
    reasonHelp:
      "For example: asked by e-mail on 21 November. It stays in the log, without names and numbers.",
    typed: (what) => `To confirm, type ${what}`,
    name: (name) => `the name, “${name}”`,
    phone: (phone) => `the number, ${phone}`,
    or: "or",
    number: (id) => `#${id}`,
    confirm: "Erase for good",
    problems: {
      no_reason: "Say why they are erased, in at most 500 characters.",
      not_theirs: "What you typed is neither the name nor the number of this person.",
      already_erased: "This person has been erased already.",
    },
  },
  again: {
    ask: "The person wants to be a customer again…",
    help: "From the next call or message on they start afresh, like somebody new. What was erased does not come back.",
    reason: "Why",
    confirm: "Let them back in",
  },
};
