import { consentForm } from "./consent-form.ts";
import { cooldownForm } from "./cooldown-form.ts";
import { hoursForm } from "./hours-form.ts";
import { leadsForm } from "./leads-form.ts";
import { machinesForm } from "./machines-form.ts";
import { reasonsForm } from "./reasons-form.ts";
import { remindersForm } from "./reminders-form.ts";
import { retentionForm } from "./retention-form.ts";

/** The settings that are one form each. */
export const settingForms = {
  hours: hoursForm,
  cooldown: cooldownForm,
  consent: consentForm,
  machines: machinesForm,
  reminders: remindersForm,
  retention: retentionForm,
  reasons: reasonsForm,
  leads: leadsForm,
} as const;

export type FormKind = keyof typeof settingForms;

export function isFormKind(word: string): word is FormKind {
  return Object.hasOwn(settingForms, word);
}
