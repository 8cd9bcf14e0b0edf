import type { AttentionTexts } from "./texts.ts";

export const en: AttentionTexts = {
  title: "To look at",
  help: "Somebody wrote, called or sent something that cannot be seen in full here. While it waits, no reminder leaves.",
  seen: "Seen",
  refusal: { stop: "Write no more", continue: "Not a no: go on" },
  nobody: "We do not know whose it is",
  older: (n) => (n === 1 ? "One more, older." : `${n} more, older.`),
  other: { title: "Something to look at", todo: "Look at the phone: it cannot be seen here." },
  deleted: "Deleted by the customer for everyone",
  withdrawn: "Deleted for everyone",
  edited: "Changed by the customer",
  before: "It said before:",
  editUnreadable: "The customer changed it: the new words can be read on the phone only.",
  contents: {
    advertisement: "From an advertisement: not their words",
    broadcast_list: "Sent to a list",
    albumMessage: "Announces several photos",
    taken_back: "Written and taken back before it got here",
    number_changed: "Says that the number has changed",
  },
  kinds: {
    number_changed: {
      title: "Has another number now",
      todo: "Check the two numbers and join the contacts if it is one person. Nothing goes to the old number by itself.",
    },
    taken_back: {
      title: "Wrote and took it back before we could read it",
      todo: "The phone does not show it any more either: ask the customer what they meant if you need to.",
    },
    view_once: {
      title: "View-once photo or video",
      todo: "Look at the phone: it opens only there, and only once.",
    },
    undecryptable: {
      title: "A message that we could not read",
      todo: "Look at the phone: the chat shows it. If it does not, ask the customer to send it again.",
    },
    unknown_kind: {
      title: "Content that we do not know",
      todo: "Look at the phone: what it is cannot be seen here, and it does not count as an answer.",
    },
    whatsapp_call: {
      title: "Called on WhatsApp",
      todo: "Call the customer back: nobody can answer WhatsApp calls here.",
    },
    edit_unreadable: {
      title: "A message that the customer changed",
      todo: "Look at the phone: the new words can be read only there.",
    },
    file_refused: {
      title: "File not accepted",
      todo: "Look at the phone: the file came, but we do not keep it here. If you need it, ask for a PDF or a photo.",
    },
    file_missed: {
      title: "A file that did not get here",
      todo: "Look at the phone: the file is in the chat. If it does not open there, ask the customer to send it again.",
    },
    refusal: {
      title: "Looks like a no",
      todo: "Read the message and decide. While it waits, nothing goes to this person by itself.",
    },
    call_unreadable: {
      title: "A phone call that we could not read",
      todo: "See in the phone system which call is missing, and write to the customer from the phone if needed.",
    },
    call_half_read: {
      title: "A phone call that we read only in part",
      todo: "Check the call's name and data in the phone system.",
    },
    lead_unreadable: {
      title: "A form's lead that we could not read",
      todo: "Look on the ads platform at the leads that came at this time: one of them is missing here.",
    },
    body_too_large: {
      title: "Something too large was refused",
      todo: "Look on the phone at the last messages that came at this time: one of them is missing here.",
    },
    machine: {
      title: "Looks like an automatic reply",
      todo: "Read the message: if a person wrote it, say so with one press.",
    },
    unknown_account: {
      title: "Messages come of a number that is none of ours",
      todo: "If the number is the company's, add it under Settings, WhatsApp numbers. If not, take the webhook away where it is set.",
    },
    unproved_deletion: {
      title: "Said to be deleted by the customer",
      todo: "Who tells us does not sign what they send: here the message stays. Check the chat at the number's provider.",
    },
    unproved_start: {
      title: "Seems to want messages again",
      todo: "Who tells us does not sign what they send, and a yes must be theirs: ask them on the phone, then allow it on their page.",
    },
    no_template: {
      title: "We could not write to them",
      todo: "They did not write in the last 24 hours, and WhatsApp has not approved the text. Call them, or have the text approved and send it from the call.",
    },
    may_not_begin: {
      title: "A number may answer, but begin no new chats",
      todo: "WhatsApp has limited it. Who has written is answered; the others wait, or are written to from a number with reviewed texts. Do not try from the phone: it makes the lock longer.",
    },
    restored: {
      title: "A backup of the database was put back",
      todo: "Look at the chats on the phone: what people wrote after the backup is not here. A stop or a bill among them has to be entered by hand.",
    },
  },
};
