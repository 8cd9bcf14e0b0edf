export const AD_VENDORS = ["meta", "google"] as const;

/** One submission of the ad's form, as somebody filled it in. */
export interface PretendLead {
  /** As its vendor writes it: digits at Meta, letters and digits at Google. */
  id: string;
  vendor: (typeof AD_VENDORS)[number];
  createdAt: number;
  name: string;
  /** As typed. */
  phone: string;
  email: string;
  /** To the form's own question. */
  answer: string;
  /** Ticked: the box of Meta's form. */
  consent: boolean;
  /** Not through an advertisement: someone found the form on the page. */
  organic: boolean;
  test: boolean;
  /** Meta gives it out to nobody: the token lacks a permission. */
  refused: boolean;
}

/** The one form that there is at each vendor. */
export const FORM = {
  page: "400000000000004",
  pageName: "Greengen Group",
  meta: "700000000000007",
  google: "800000000000008",
  name: "Fotovoltaico per aziende",
  question: "Quanto spendi al mese di elettricità?",
  slug: "quanto_spendi_al_mese_di_elettricità?",
  campaign: "Aziende Veneto",
  consent: "Accetto di essere ricontattato da Greengen Group su WhatsApp.",
} as const;
