import type { SettingsTexts } from "./texts.ts";

export const en: SettingsTexts = {
  title: "Settings",
  number: "WhatsApp number",
  intro: "What Aftercall does by itself. Each change counts at once, from here on.",
  back: "Back to the settings",
  readOnly: "A manager or an admin can change them.",
  adminOnly: "Only an admin can change this.",
  save: "Save",
  change: "Change",
  look: "Look",
  optional: "optional",
  saved: "Saved.",
  restored: "Restored: that version counts again.",
  wrong: (n) =>
    n === 1 ? "Not saved: one field needs correcting." : `Not saved: ${n} fields need correcting.`,
  kept: "Until then the old one stays.",
  conflict: "Not saved: a colleague changed this page while you were writing.",
  conflictHelp: "What you wrote is still here below. If you save again, yours counts. What counts now:",
  conflictList: "Not changed: a colleague changed the rules meanwhile. Below is how they are now.",
  unknownTemplateInVersion:
    "Not saved: a rule uses a text that is gone. Write that text again, or choose another in the rule.",
  unknownTemplate: "This text is gone: choose another.",
  nobodyYet: "Never changed: the initial one counts.",
  savedBy: (who) => `by ${who}`,
  lastSaved: "Last change:",
  history: "Saved versions",
  historyHelp: "Every save stays here. You can put an old one back.",
  version: (n) => `Version ${n}`,
  firstVersion: "As it was at the start",
  inUse: "in use",
  restore: "Restore",
  restoreHelp: "This version counts again. Today's stays among the saved versions.",
  restoreConfirm: "Confirm: restore",

  groups: {
    messages: "Messages",
    hours: "Hours and reminders",
    answers: "Answers that come in",
    company: "Company and connections",
  },

  days: {
    names: {
      mon: "Monday",
      tue: "Tuesday",
      wed: "Wednesday",
      thu: "Thursday",
      fri: "Friday",
      sat: "Saturday",
      sun: "Sunday",
    },
    short: { mon: "Mon", tue: "Tue", wed: "Wed", thu: "Thu", fri: "Fri", sat: "Sat", sun: "Sun" },
    closed: "closed",
    from: "–",
  },

  pages: {
    rules: {
      title: "Rules",
      intro:
        "They decide which calls get a message, and which one. Read from the top: the first that fits decides.",
      summary: (on, off) =>
        `${on === 1 ? "1 rule in use" : `${on} rules in use`}${off > 0 ? `, ${off} switched off` : ""}`,
    },
    lead_rules: {
      title: "Rules for leads of forms",
      intro:
        "They decide what happens with who fills in a form, stands in a list or writes first. Read from the top: the first that fits decides.",
      summary: (on, off) =>
        `${on === 1 ? "1 rule in use" : `${on} rules in use`}${off > 0 ? `, ${off} switched off` : ""}`,
    },
    leads: {
      title: "New leads",
      intro: "Who becomes a lead, and whose.",
      summary: (isInTurn) => (isInTurn ? "Given in turn" : "Nobody's, until somebody takes them"),
    },
    templates: {
      title: "Message texts",
      intro:
        "The texts that rules and reminders may send. A message already queued or sent keeps the text that it had.",
      summary: (n) => (n === 1 ? "1 text" : `${n} texts`),
    },
    hours: {
      title: "Hours",
      intro: "When messages may leave. What falls outside waits for the next opening; it is not lost.",
      summary: (days, holidays) =>
        `${days}${holidays > 0 ? ` · ${holidays === 1 ? "1 day off" : `${holidays} days off`}` : ""}`,
    },
    cooldown: {
      title: "Pause between two asks",
      intro:
        "After an ask, the same person gets no other until this time has passed, even if they call again. Once the bill is in, nobody asks.",
      summary: (hours) =>
        hours === 0 ? "No pause" : hours === 1 ? "1 hour for each person" : `${hours} hours for each person`,
    },
    reasons: {
      title: "Why we may write",
      intro:
        "Which reason is needed to write to whom, and what tells a yes that was said in the call. Holds from now on.",
      summary: (allowed) =>
        allowed ? "After every call, ours too" : "After a call of ours only who asked or said yes",
    },
    consent: {
      title: "Who wants no more messages",
      intro:
        "The words with which a person stops us, or lets us start again, and what we answer. Each line stands for the many ways to say the same: “do not contact me” also for “please don't text me again”. Who refuses in other words is to be looked at. “Don't stop” stops nothing.",
      summary: (stop, confirm) =>
        `${stop === 1 ? "1 word" : `${stop} words`} to stop us, ${confirm ? "with a confirmation" : "without a confirmation"}`,
    },
    machines: {
      title: "Automatic replies",
      intro:
        "The phrases by which a company's greeting or away message is known. It stays in the chat, but is no answer: the ask and its reminders go on. A text written within two seconds of ours is automatic too, and so is the same long text after several asks.",
      summary: (n) => (n === 1 ? "1 phrase" : `${n} phrases`),
    },
    reminders: {
      title: "Reminders",
      intro:
        "A second and a third ask for those who do not answer. They end at the first reply, and keep to hours, limit and whoever said stop.",
      summary: (days) =>
        days.length === 0
          ? "Off"
          : days.length === 1
            ? `One, after ${days[0]} ${days[0] === 1 ? "day" : "days"}`
            : `Two: after ${days[0]} days, and after ${days[1]} more`,
    },
    retention: {
      title: "How long data is kept",
      intro: "After this time it is deleted by itself, and cannot be brought back.",
      summary: (events, messages, media, calls, leads) =>
        `Events ${events} days · messages ${messages === null ? "for ever" : `${messages} days`} · files ${media === null ? "for ever" : `${media} days`} · calls ${calls === null ? "for ever" : `${calls} days`} · forms and lists ${leads === null ? "for ever" : `${leads} days`}`,
    },
  },

  hours: {
    week: "Week",
    weekHelp: "One window or more, like 08:00-13:00, 14:00-21:00. Empty: nothing leaves on that day.",
    badWindow: "Write the windows like this: 08:00-13:00, 14:00-21:00.",
    holidays: "Days off",
    holidaysHelp:
      "One a line, the day before the month: 24/12 is every year, 24/12/2026 once, 24/12/2026 - 06/01/2027 all days up to 6 January. After it you may write a name.",
    badDay: (line) =>
      `“${line}” is not clear: write a whole day as 24/12, 24/12/2026 or 24/12/2026 - 06/01/2027, and its name without digits.`,
    noDay: (line) => `“${line}”: there is no such day (the day comes before the month).`,
    reversed: (line) => `“${line}”: it ends before it begins.`,
    understood: "We understood:",
    everyYear: "every year ",
    italian: "Closed on Italy's national holidays (Easter Monday included)",
    contactZone: "For people in another time zone, their own time counts",
    zone: (name) => `The company's time zone: ${name}.`,
  },
  leads: {
    fromMessages: "Whoever writes to us first is a new lead",
    assignment: "Whose a new lead is",
    assignmentHelp: "Where no rule says otherwise. Who is somebody's already stays theirs.",
    nobody: "Nobody's: whoever wants takes it",
    inTurn: "In turn, in equal parts",
    members: "Who takes turns",
    membersHelp: "Nobody chosen: everybody. Take out who is on holiday.",
  },
  reasons: {
    law: "What the law says",
    lawLines: [
      "Since 19 June 2026 it is forbidden in Italy to solicit electricity or gas contracts by phone, also by messages, from who neither asked for it nor gave specific consent. Such contracts are void, and the seller carries the burden of proof (DL 21 of 20 February 2026, converted by law 49/2026).",
      "Offers on WhatsApp need prior consent (art. 130 Codice Privacy). A message that asks for consent is advertising too (Cassazione, order 9920/2022): ask in the call, on the form, or in a chat that the person began.",
      "Of a consent the exact words, the version, where and when are needed: they are kept here with each reason.",
    ],
    askLawyer:
      "This is no legal advice: ask a lawyer, above all about business customers and consultants, which we could not verify.",
    effect: "The last 30 days",
    effectOutgoing: (all, agreed, rest) =>
      `Messages after calls of ours: ${all}. With a request or a yes: ${agreed}. With “only who asked or said yes” these would not have left: ${rest}.`,
    effectIncoming: (n) => `Messages after calls received: ${n}. They leave in any case.`,
    outbound: "After a call of ours we write to",
    outboundHelp: "If nobody knows who called, it counts as a call of ours.",
    agreedOnly: "only who asked or said yes",
    allowed: "everybody, as the rules decide",
    tags: "Tags that say yes",
    tagsHelp: "One a line. The agent sets it in the call, when the person accepts a message.",
    field: "Or a field",
    fieldHelp: "A field of the call, and the value that says yes.",
    fieldName: "Field",
    fieldValue: "Value",
    lists: "To who comes from a file we write",
    listsHelp: "Being in a list is no request.",
    listsAllowed: "always, as the rules decide",
  },
  cooldown: {
    hours: "Hours of pause",
    help: "From 0 to 8760 (a year). 24 is a day; with 0 every call may lead to a message.",
  },
  consent: {
    stop: "Words that stop the messages",
    start: "Words that start them again",
    help: "One a line. Capitals, accents and punctuation do not matter.",
    languages: { it: "in Italian", en: "in English" },
    otherLanguage: (code) => `in the language “${code}”`,
    another: "Another language",
    code: "Code of the language",
    anotherHelp: "Two letters, like de or fr.",
    badCode: "Two small letters, like de or fr.",
    confirm: "Answer once to confirm",
    stopText: "Answer to who stops us",
    startText: "Answer to who starts again",
  },
  machines: {
    phrases: "Phrases of automatic messages",
    help: "One a line, two words and twelve letters at least. The text need only contain it; dots (…) stand for anything: “grazie per … risponderemo”. Capitals, accents and punctuation do not matter. A stop is heard all the same.",
  },
  reminders: {
    enabled: "Send reminders",
    step: (n) => (n === 1 ? "First reminder" : "Second reminder"),
    after: (n) => (n === 1 ? "Days after the ask" : "Days after the first reminder"),
    afterHelp: "From 1 to 60.",
    template: "Text",
    none: "none",
  },
  retention: {
    events: "Events received, as they came (days)",
    eventsHelp: "They hold all that was sent to us. From 1 to 3650.",
    messages: "Messages (days)",
    media: "Photos and documents (days)",
    calls: "Details of calls (days)",
    callsHelp:
      "Name, recording, and fields that no rule asks for. The call stays, with its times, outcome and decision. Transcripts and notes already go with the events. From 1 to 3650. Empty: for ever.",
    leads: "Answers of forms and lists (days)",
    leadsHelp:
      "What people wrote in a form, or a list said of them. Where they came from, when, what they ticked and what became of it stay. From 1 to 3650. Empty: for ever.",
    forEver: "From 1 to 3650. Empty: for ever.",
  },
  templates: {
    titleLabel: "Title",
    titleHelp: "What you call it among yourselves.",
    titles: { follow_up: "Ask for the bill", reminder: "Reminder" },
    languages: { it: "Italian", en: "English", de: "German", fr: "French", es: "Spanish" },
    names: {
      contact_first_name: "first name of the customer",
      contact_name: "customer, as in CloudTalk",
      agent_first_name: "first name of the agent",
      agent_name: "agent, whole name",
      company: "the customer's company",
    },
    fallbacks: {
      contact_first_name: "|customer",
      contact_name: "|customer",
      agent_first_name: "|your adviser",
      agent_name: "|your adviser",
      company: "|your company",
    },
    insert: "Insert",
    previewOf: (name) => `With what the last call says: ${name}`,
    previewSample: "With made-up values",
    previewWrong: "It cannot be saved like this: braces may hold only one of the names listed.",
    previewButton: "Preview",
    sendMe: "Send it to me",
    sendMeHelp: "It leaves now on WhatsApp, with your name as the agent's.",
    myPhone: "Your mobile",
    wrongPhone: "There is no such number: write it with its country, like +39 333 123 4567.",
    sentToMe: "Queued: it reaches your phone shortly.",
    notSent: "It did not leave:",
    add: "New text",
    key: "Short name",
    keyHelp: "Small letters, digits and _, like missed_call. It cannot be changed later.",
    badKey: "Only small letters, digits, _ and -; the first is a letter or a digit.",
    taken: "There is a text with this name already.",
    language: "Language",
    badLanguage: "Two small letters, like it or en.",
    body: "Text",
    variables:
      "Press a name to put it where the cursor is. After the bar stands what to write when it is missing: {contact_name|customer}. Without it, a gap is left.",
    preview: "How the customer gets it",
    edit: "Edit",
    usedBy: "Used by:",
    unused: "No rule uses it.",
    inUse: "Not removed: a rule or a reminder still uses it.",
    remove: "Remove",
    removeHelp: "Messages already written with this text stay.",
    removeConfirm: "Confirm: remove",
    removed: "Removed.",
    none: "No texts yet.",
  },
};
