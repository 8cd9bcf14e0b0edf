import type { EvidenceTexts } from "./texts.ts";

export const en: EvidenceTexts = {
  title: "The bill",
  levels: {
    none: "Not here yet",
    reply: "Answered, the bill is missing",
    attachment: "File to check",
    confirmed: "Bill confirmed",
  },
  since: "since",
  open: "Open the file",
  message: "message",
  history: "How we got here",
  noHistory: "Nothing shows it so far.",
  proofs: { reply: "Answered", attachment: "Sent a file", confirmed: "Confirmed" },
  rejected: "is not the bill",
  by: (who) => `by ${who}`,
  undoneBy: (who) => `Taken back by ${who}`,
  confirm: {
    ask: "Confirm the bill",
    help: "Have you seen the bill, and is it the right one? We will not ask this customer for it again.",
    confirm: "Yes, this is the bill",
  },
  which: {
    label: "How it came",
    none: "None of these files: by phone or another way",
  },
  undo: {
    ask: "This does not count",
    help: {
      reply: "The answer no longer counts: the bill is “not here yet” until the customer writes again.",
      attachment: "This file no longer counts as the bill. If another one comes, that one will.",
      confirmed: "The confirmation is removed, and what stood before it counts again.",
    },
    reason: "Why",
    confirm: "Yes, take it back",
  },
  fileStates: { waiting: "on its way", missed: "missed", refused: "not accepted" },
  fileHelp: {
    waiting: "We are fetching it from WhatsApp: look again in a few minutes.",
    missed:
      "WhatsApp no longer has it. Look at it on the company phone, or ask the customer to send it again.",
    refused:
      "It is not a kind of file we keep. Look at it on the company phone, or ask for a PDF or a photo.",
    removed: "It was deleted: files are kept only as long as the settings say.",
    no_key:
      "WhatsApp did not hand it over. Look at it on the company phone, or ask the customer to send it again.",
    too_large: "It is larger than 25 MB. Look at it on the company phone, or ask for a smaller file.",
    empty: "It is empty. Ask the customer to send it again.",
    type_differs:
      "It says it is one thing and is another, so we did not keep it. Look at it on the company phone, with care.",
    unauthorized:
      "The key to the files is refused, so we cannot fetch it: tell whoever looks after Aftercall.",
    damaged: "What came is not the file that was sent: we keep trying by ourselves.",
    storage_away: "It came, but we cannot save it: we keep trying by ourselves.",
  },
  writeBack: (vendor) => ({
    title: `In ${vendor}`,
    kinds: { tag: "tag “bolletta ricevuta”", activity: "activity on the contact" },
    states: { waiting: "waiting", done: "written", failed: "failed" },
    untold: { waiting: "is being removed", done: "removed" },
    errors: {
      no_contact: `${vendor} has no contact with this number: if you need it there, create one and add the tag by hand.`,
      refused: `${vendor} does not take it: add it by hand.`,
      unauthorized: `${vendor} refuses the key: tell whoever looks after Aftercall. We try again each hour.`,
      rate_limited: `${vendor} has had too many requests: we try again by ourselves.`,
      unreachable: `${vendor} does not answer: we try again by ourselves.`,
    },
    gaveUp: "We stopped after ten tries: add it by hand.",
    undone: `The bill no longer counts, and ${vendor} may still have it: remove it by hand.`,
  }),
  toCall: "Open the call",
  contactHelp: "To confirm it or take it back, open the call.",
};
