import { attentionSection } from "../attention/attention-section.ts";
import { billSection } from "./bill-section.ts";
import { callsSection } from "./calls-section.ts";
import { consentSection } from "./consent-section.ts";
import type { ContactSection, ContactView } from "./contact-view.ts";
import { joinSection } from "./join-section.ts";
import { mergesSection } from "./merges-section.ts";
import { messagesSection } from "./messages-section.ts";
import { personSection } from "./person-section.ts";
import { privacySection } from "./privacy-section.ts";
import { reasonsSection } from "./reasons-section.ts";

const isUnmatched: (view: ContactView) => boolean = ({ data }) => data.contact.phone === null;

/** In the order of the page. Whose chat it is comes first while nobody knows; who else it may be, late. */
export const contactSections: ContactSection[] = [
  personSection,
  (view) => (isUnmatched(view) ? joinSection(view) : null),
  (view) => attentionSection(view, view.data.contact.id, `contacts/${view.data.contact.id}`),
  consentSection,
  reasonsSection,
  callsSection,
  billSection,
  messagesSection,
  mergesSection,
  (view) => (isUnmatched(view) ? null : joinSection(view)),
  privacySection,
];
