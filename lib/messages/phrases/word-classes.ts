import type { WordClasses } from "./compile-phrase.ts";
import { givenNames } from "./given-names.ts";
import { verbForms, verbFormsWithMe } from "./verb-forms.ts";

const writing = ["scrivere", "contattare", "disturbare", "importunare", "messaggiare", "tempestare", "stressare", "assillare", "infastidire", "tartassare", "scocciare", "ricontattare", "cercare", "riscrivere", "molestare"];
const calling = ["chiamare", "telefonare", "richiamare"];
const sending = ["mandare", "inviare", "spedire", "inoltrare"];
const removing = ["cancellare", "eliminare", "rimuovere", "levare", "depennare"];
/** "tolga", "tolgano": the verb is irregular. */
const taking = ["togli", "togliete", "tolga", "togliere", "tolgano", "togliate"];

/** Words that stand for one another in a phrase. */
export const wordClasses: WordClasses = {
  me: ["mi", "ci", "m"],
  more: ["piu", "mai_piu", "piu_grazie", "mai", "ancora", "oltre", "ulteriormente"],
  want: ["voglio", "vorrei", "desidero", "intendo", "vogliamo", "vorremmo", "desideriamo", "gradisco", "gradirei", "accetto"],
  write: verbForms(...writing),
  writeMe: verbFormsWithMe(...writing),
  call: verbForms(...calling),
  callMe: verbFormsWithMe(...calling),
  send: verbForms(...sending),
  sendMe: verbFormsWithMe(...sending),
  remove: [...verbForms(...removing), "rimuova", ...taking],
  removeMe: [...verbFormsWithMe(...removing), "toglimi", "toglietemi", "togliermi", "toglieteci", "toglierci", "rimuovami"],
  written: ["contattato", "contattata", "contattati", "disturbato", "disturbata", "disturbati", "importunato", "importunata", "ricontattato", "ricontattata", "cercato", "cercata"],
  called: ["chiamato", "chiamata", "richiamato", "richiamata"],
  removed: ["cancellato", "cancellata", "cancellati", "rimosso", "rimossa", "rimossi", "eliminato", "eliminata", "tolto", "tolta", "disiscritto", "disiscritta", "depennato", "depennata"],
  the: ["i", "gli", "le", "la", "il", "lo", "l", "di", "dei", "delle", "questi", "queste", "questa", "questo", "sti", "ste", "tutti_i", "tutte_le", "i_vostri", "le_vostre", "vostri", "vostre", "alcun", "altri", "altre", "ulteriori", "nessun", "nessuna", "tutti_questi", "i_suoi", "i_tuoi"],
  stuff: ["messaggi", "messaggio", "messaggini", "comunicazioni", "comunicazione", "pubblicita", "spam", "offerte", "offerta", "promozioni", "notifiche", "chiamate", "telefonate", "mail", "email", "whatsapp", "wapp", "wa", "messaggi_whatsapp", "messaggi_su_whatsapp", "messaggi_pubblicitari", "messaggi_promozionali", "proposte", "richieste", "solleciti", "contatti", "messaggi_e_chiamate", "chiamate_e_messaggi", "niente", "nulla", "roba"],
  to: ["con", "a", "ai", "alle", "agli", "al", "alla", "coi", "con_i", "con_le", "con_questi", "con_queste", "con_questo", "a_questi", "a_tutti_i", "ai_vostri", "alle_vostre", "con_sti", "con_ste"],
  here: ["qui", "su_questo_numero", "a_questo_numero", "al_mio_numero", "sul_mio_numero", "da_questo_numero", "su_whatsapp", "per_whatsapp", "via_whatsapp", "su_wa", "da_parte_vostra", "da_voi", "da_parte_sua", "in_futuro", "in_nessun_modo", "per_nessun_motivo", "per_queste_cose", "per_offerte", "per_pubblicita", "per_proposte_commerciali", "a_fini_commerciali"],
  fromList: ["dalla_lista", "dalle_liste", "dalla_vostra_lista", "dalle_vostre_liste", "dall_elenco", "dal_vostro_elenco", "dai_contatti", "dai_vostri_contatti", "dalla_rubrica", "dalla_vostra_rubrica", "dal_database", "dal_vostro_database", "dalla_mailing_list", "dalla_newsletter", "dagli_elenchi", "dai_vostri_elenchi", "dai_vostri_archivi", "dal_vostro_sistema", "dal_sistema", "dalla_vostra_mailing_list", "da_questa_lista", "da_questo_elenco", "dalla_lista_contatti", "dalla_lista_dei_contatti", "dalla_chat", "da_questa_lista_di_contatti", "dalle_vostre_liste_di_contatti", "da_qualsiasi_lista", "da_tutte_le_liste", "dalla_sua_lista", "dalla_lista_di_distribuzione", "da_whatsapp"],
  mine: ["il_mio_numero", "il_mio_contatto", "il_mio_nominativo", "il_mio_nome", "i_miei_dati", "il_mio_recapito", "il_numero", "questo_numero", "i_miei_contatti", "tutti_i_miei_dati", "i_miei_dati_personali", "il_mio_numero_di_telefono"],
  again: ["again", "anymore", "any_more", "ever_again", "ever", "any_longer"],
  usMe: ["me", "us"],
  texting: ["texting", "messaging", "contacting", "calling", "writing", "writing_to", "sending", "bothering", "spamming", "harassing", "emailing", "disturbing", "annoying", "sending_messages_to", "sending_texts_to"],
  text: ["text", "message", "contact", "write", "write_to", "bother", "email", "disturb", "spam", "harass", "msg", "annoy", "reach_out_to", "sms"],
  ring: ["call", "phone", "ring"],
  texts: ["messages", "texts", "message", "text_messages", "spam", "emails", "calls", "whatsapps", "updates", "communications", "reminders", "contact", "notifications", "marketing", "ads", "offers", "stuff"],
  threat: ["denuncio", "denunciamo", "segnalo", "segnaliamo", "blocco", "querelo", "segnalero", "denuncero", "blocchero", "diffido", "diffidiamo"],
  name: givenNames,
};
