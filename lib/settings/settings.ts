import { fieldMappingSetting } from "../vendors/cloudtalk/field-mapping-setting.ts";
import { consentSetting } from "./consent-setting.ts";
import { contactFieldsSetting } from "./contact-fields-setting.ts";
import { cooldownSetting } from "./cooldown-setting.ts";
import { hoursSetting } from "./hours-setting.ts";
import { leadRulesSetting } from "./lead-rules-setting.ts";
import { leadsSetting } from "./leads-setting.ts";
import { machinesSetting } from "./machines-setting.ts";
import { reasonsSetting } from "./reasons-setting.ts";
import { remindersSetting } from "./reminders-setting.ts";
import { retentionSetting } from "./retention-setting.ts";
import { rulesSetting } from "./rules-setting.ts";

/** What a company decides for itself, by kind: rows of `workspace_settings`, defaults in `app.default_setting`. */
export const settings = {
  rules: rulesSetting,
  hours: hoursSetting,
  cooldown: cooldownSetting,
  consent: consentSetting,
  machines: machinesSetting,
  reminders: remindersSetting,
  retention: retentionSetting,
  field_mapping: fieldMappingSetting,
  reasons: reasonsSetting,
  lead_rules: leadRulesSetting,
  leads: leadsSetting,
  contact_fields: contactFieldsSetting,
} as const;

export type SettingKind = keyof typeof settings;
export type SettingValue<Kind extends SettingKind> = ReturnType<(typeof settings)[Kind]["parse"]>;

export function isSettingKind(word: string): word is SettingKind {
  return Object.hasOwn(settings, word);
}
