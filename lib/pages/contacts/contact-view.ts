import type { SupabaseClient } from "@supabase/supabase-js";
import type { Language } from "../../base/language.ts";
import type { Format, Html } from "../shell/format.ts";
import type { Colleague } from "../shell/staff-name.ts";
import type { Texts } from "../shell/texts.ts";
import type { ContactData } from "./read-contact.ts";
import type { ContactRow } from "./read-contacts.ts";
import type { ProposedPerson } from "./read-proposed.ts";
import type { ContactTexts } from "./texts.ts";

/** What every section of a person's page is drawn from. */
export interface ContactView {
  /** Reads as the person who looks. */
  client: SupabaseClient;
  /** Of these pages. */
  t: ContactTexts;
  /** Of the whole monitor. */
  common: Texts;
  language: Language;
  format: Format;
  data: ContactData;
  /** Whose names may be shown. */
  colleagues: Colleague[];
  /** Where the messages on the page begin; null: with the newest. */
  messagesBefore: number | null;
  /** What somebody looks for to join it with this contact, and who was found; null: nothing was typed. */
  join: { search: string; found: ContactRow[]; phone: string | null } | null;
  /** Who somebody without a number may be, the likeliest first. */
  proposed: ProposedPerson[];
  /** `/monitor/contacts/12`, or a path below it. */
  path(below?: string): string;
}

/** A part of the page, with its own `<section>`; null when it has nothing to show. It may ask the database for more. */
export type ContactSection = (view: ContactView) => Html | null | Promise<Html | null>;
