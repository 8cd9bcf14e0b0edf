import { mappedKey } from "./field-mapping.ts";

/**
 * Names under which a fact arrives, as canonical keys (see canonical-key.ts), best first. The first of each
 * list is CloudTalk's own variable (`{{ event.properties.external_number }}`, public templates TRI, ROBY,
 * LHC in `facts/wasender-cloudtalk.md`); the rest is what authors of workflows and VoiceAgents type.
 * Nested objects are joined: `contacts[0].name` is `contacts0name`.
 */
const usualNames = {
  event: ["event", "eventname", "eventtype", "trigger", "triggername", "webhookevent", "evento"],
  callId: ["callid", "cdrid", "cloudtalkcallid", "idchiamata", "id"],
  callUuid: ["calluuid", "uuid", "cloudtalkcalluuid"],
  direction: ["direction", "calldirection", "direzione", "calltype", "type"],
  internalNumber: [
    "internalnumber",
    "internalnumbernumbere164",
    "internalnumbernumber",
    "publicinternal",
    "ournumber",
    "linenumber",
    "cloudtalknumber",
  ],
  contactName: [
    "contactname",
    "contacts0name",
    "contactfullname",
    "customername",
    "clientname",
    "nomecliente",
    "fullname",
    "name",
    "nome",
  ],
  contactFirstName: ["contactfirstname", "contacts0firstname", "firstname"],
  contactLastName: ["contactlastname", "contacts0lastname", "lastname"],
  company: [
    "company",
    "companyname",
    "contactcompany",
    "contacts0company",
    "customercompany",
    "organization",
    "azienda",
    "ragionesociale",
  ],
  agentId: ["agentid", "userid"],
  agentName: ["agentname", "agentfullname", "agent", "username", "operator", "operatore"],
  agentFirstName: ["agentfirstname", "userfirstname"],
  agentLastName: ["agentlastname", "userlastname"],
  agentEmail: ["agentemail", "useremail"],
  startedAt: ["startedat", "starttime", "callstartedat", "callstart", "startdate", "start", "started"],
  answeredAt: ["answeredat", "answertime", "answeredtime", "callansweredat", "answered"],
  endedAt: [
    "endedat",
    "endtime",
    "callendedat",
    "callend",
    "enddate",
    "hangupat",
    "hanguptime",
    "end",
    "ended",
  ],
  talkingSeconds: [
    "talkingtime",
    "talktime",
    "talkingseconds",
    "talkingduration",
    "talkduration",
    "durationtalk",
    "durationtalking",
    "billsec",
  ],
  waitingSeconds: ["waitingtime", "waittime", "waitingseconds", "durationwaiting"],
  isVoicemail: ["isvoicemail", "voicemail"],
  tags: ["tag", "tags", "calltags", "calltag"],
  disposition: ["disposition", "calldisposition", "dispositionname"],
  campaign: ["campaign", "campaignname", "campagna", "nomecampagna", "campaignid"],
  recordingUrl: ["recordingurl", "recordinglink", "callrecordingurl", "callrecording", "recording"],
  send: [
    "shouldsend",
    "send",
    "sendmessage",
    "sendwhatsapp",
    "shouldsendwhatsapp",
    "shouldsendmessage",
    "invia",
  ],
  doNotSend: [
    "donotsend",
    "dontsend",
    "doesnotsend",
    "shouldnotsend",
    "nosend",
    "donotmessage",
    "donotcontact",
    "noninviare",
  ],
} as const satisfies Record<string, readonly string[]>;

/** The usual names, after the field that a manager named. */
export const fieldAliases = Object.fromEntries(
  Object.entries<readonly string[]>(usualNames).map(([fact, names]) => [fact, [mappedKey(fact), ...names]]),
) as Record<string, readonly string[]> as { [Fact in keyof typeof usualNames]: readonly string[] };

/** Where a source may say in a word how the call went. The word stays a custom field too. */
export const statusAliases = [
  "callstatus",
  "callresult",
  "calloutcome",
  "status",
  "result",
  "outcome",
] as const;

/** Flags that say that nobody was there, with the value that says so. */
export const answerFlags = {
  answered: false,
  isanswered: false,
  wasanswered: false,
  missed: true,
  ismissed: true,
};

/** What only a recording's or a transcript's body has. */
export const aftermathAliases = [
  ...fieldAliases.recordingUrl,
  "transcript",
  "transcription",
  "transcripttext",
  "transcriptiontext",
  "transcripturl",
  "transcriptionurl",
] as const;
