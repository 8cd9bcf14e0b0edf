/**
 * How sure a phrase is. `clear`: also beside other sentences. `told`: may be a complaint that nobody writes ("non mi scrivete
 * più"), so a question or what stands before it casts doubt. `bare`: only where nothing else is said ("basta").
 */
export type Strength = "clear" | "told" | "bare";

export interface StopPhrases {
  /** The line of the company's list that all of them stand for. */
  word: string;
  strength: Strength;
  phrases: string[];
}

export const stopPhrases: StopPhrases[] = [
  {
    word: "stop",
    strength: "bare",
    phrases: [
      "stop @the? @stuff?",
      "stop @to @stuff",
      "stop @to? @the? @stuff",
      "stop adesso|ora|subito|tutto|qui|whatsapp",
      "stop it|this|that|now|all|everything|please",
      "stop a_tutto",
      "stopall|stop_all|all_stop",
      "please|just stop",
      "stop msg|mesagi @usMe?",
    ],
  },
  {
    word: "stop",
    strength: "clear",
    phrases: [
      "stop @texting @usMe? @texts? @again?",
      "stop @texting @usMe? your|these|any|all|more? @texts",
      "stop sending|with your|the|these|all|any? @texts",
      "stop the|these|your|all @texts",
      "i|we want|would_like|need|d_like you|u to stop",
    ],
  },
  {
    word: "unsubscribe",
    strength: "clear",
    phrases: [
      "unsubscribe @usMe? from_this|from_all|from_your_list?",
      "unsub|unsubscribed|stopall|optout|opt_out|opting_out|opt_me_out",
      "i|we want|would_like|wish|d_like to opt_out|unsubscribe|be_removed|be_unsubscribed|stop",
      "i opt_out|revoke_my_consent|withdraw_my_consent",
      "remove|delete|take|erase @usMe|my_number|my_details|my_data|this_number off|from? the|your|this|my|all? list|lists|database|contacts|system|records|mailing_list",
      "remove|delete|erase my_number|my_details|my_data|this_number",
      "take|get @usMe|my_number off",
      "lose|forget my|this number",
    ],
  },
  { word: "unsubscribe", strength: "bare", phrases: ["cancel|quit|revoke|end", "remove|delete @usMe"] },
  {
    word: "do not contact me",
    strength: "clear",
    phrases: [
      "do_not|don_t|never|not ever? @text @usMe? @again? on|at|to? this_number?",
      "do_not|don_t|never ever? @text|@ring @usMe? @again",
      "do_not|don_t|never send @usMe? any|more|any_more|your|these? @texts @again?",
      "no|not_any more|further @texts @usMe? please?",
      "i|we do_not|don_t|no_longer want|wish|need to receive|get? your|any|more|any_more|these|this? @texts @again? from_you?",
      "i|we do_not|don_t|no_longer want|wish to be contacted|messaged|texted|called|bothered @again?",
      "i|we do_not|don_t want you|u to @text|@ring @usMe @again?",
      "i|we have|ve? asked|told you|u not|to_stop to? @text|@texting? @usMe? @again?",
      "no_longer|never contact @usMe",
    ],
  },
  {
    word: "basta",
    strength: "bare",
    phrases: [
      "basta cosi|ora|adesso|davvero|subito|veramente|dai|su|per_sempre|per_carita?",
      "ora|adesso|e|no|ok basta",
      "ho detto|detto_di basta|stop",
      "basta @to? @the? @stuff @here?",
      "basta @write|@writeMe|@call|@callMe @stuff?",
      "basta @send|@sendMe @the? @stuff?",
      "niente|mai|nessun|nessuna|zero piu? @stuff",
      "non_ne_posso piu",
    ],
  },
  {
    word: "cancellami",
    strength: "clear",
    phrases: [
      "@removeMe subito|immediatamente? @fromList",
      "@me @remove subito|immediatamente? @fromList",
      "@remove @mine subito|immediatamente? @fromList?",
      "di? essere|venire @removed @fromList?",
      "@want essere|che_sia @removed @fromList?",
      "@want @removeMe @fromList",
      "@removed @fromList",
    ],
  },
  {
    word: "cancellami",
    strength: "bare",
    phrases: [
      "@removeMe subito|tutto|immediatamente?",
      "@me @remove subito|immediatamente?",
      "cancellazione|rimozione @mine?",
    ],
  },
  {
    word: "disiscrivimi",
    strength: "clear",
    phrases: [
      "disiscrivimi|disiscrivetemi|disiscrivermi|disiscriveteci|disiscrivere|disiscriva|disiscrizione|disiscrivo @fromList?",
      "@me disiscrivo|disiscriva|disiscrivete|disiscrivi|cancello|tolgo @fromList?",
      "@want disiscrivermi|cancellarmi|disdire_l_iscrizione|annullare_l_iscrizione @fromList?",
      "annulla|annullate|annulli|disdite|disdica la_mia|l iscrizione",
      "revoco|ritiro|nego|revochiamo|non_do|non_presto|non_ho_dato|non_vi_ho_dato|tolgo il|ogni|nessun|alcun? mio? consenso al_trattamento|al_trattamento_dei_dati|al_trattamento_dei_miei_dati|a_essere_contattato|ai_messaggi|al_contatto?",
      "@me oppongo al_trattamento|al_trattamento_dei_miei_dati|a_ulteriori_contatti?",
      "non autorizzo|autorizziamo piu? a_contattarmi|a_scrivermi|il_contatto|nessun_contatto|contatti?",
    ],
  },
  {
    word: "non scrivetemi piu",
    strength: "clear",
    phrases: [
      "non @writeMe @more? @stuff? @here?",
      "non @more @writeMe @here?",
      "non @write @more @here?",
      "non vi azzardate|permettete @more? a @writeMe|@callMe @more?",
      "mai|e_basta piu @writeMe",
      "non @sendMe @more",
      "non @sendMe|@send @more? @the? @stuff @here?",
      "non @sendMe|@send @the? @stuff @more",
      "non @send @more",
      "non @me deve|dovete|devi|devono @more? @write|@call @more? @here?",
      "non deve|dovete|devi|devono @more? @writeMe|@callMe|@sendMe|@write|@call @more? @stuff?",
      "evita|evitate|eviti|evitare di? @writeMe|@callMe|@sendMe @the? @stuff? @more?",
      "astenetevi|si_astenga|astieniti dal @writeMe|@callMe|@write",
      "rompere|rompete|rompi|rompa @more? le|i|la? palle|coglioni|scatole|cazzo|balle|anima",
      "non @me? rompere|rompete|rompi|rompa|rompetemi|rompermi @more? le|i|la? palle|coglioni|scatole|cazzo|balle|anima?",
    ],
  },
  {
    word: "non scrivetemi piu",
    strength: "told",
    phrases: [
      "non @me @write @more? @here?",
      "non @more @me @write @here?",
      "non @me @send @more? @the? @stuff @here?",
      "non @me @send @the? @stuff @more",
      "non @me @send @more",
      "non @write @here?",
    ],
  },
  {
    word: "non chiamatemi piu",
    strength: "clear",
    phrases: [
      "non @callMe @more @here?",
      "non @call @more @here?",
      "non @more @callMe @here?",
      "non @callMe ne|e @writeMe",
    ],
  },
  { word: "non chiamatemi piu", strength: "told", phrases: ["non @me @call @more @here?"] },
  {
    word: "non voglio piu messaggi",
    strength: "clear",
    phrases: [
      "non @want @more? ricevere @more? @the? @stuff @more? @here?",
      "non @want @more? ricevere @more @here?",
      "non @want @more? ricevere @more? alcun|alcuna @stuff",
      "non @want @more? @the? messaggi|comunicazioni|pubblicita|spam|notifiche|chiamate|telefonate|messaggini|altri_messaggi|i_vostri_messaggi @more? @here?",
      "non @want @more? essere|venire @more? @written|@called @more? @here?",
      "non essere|venire @more? @written|@called @more? @here?",
      "non ricevere @more @the? @stuff? @here?",
      "non @want @more? che @me? scriviate|contattiate|chiamiate|mandiate|inviate|disturbiate|scriva|contatti|chiami|mandi|disturbi|cerchiate|scriviate|inviino @more? @the? @stuff?",
      "non @want @more? @me? @writeMe|@callMe",
      "non @me interessa|interessano @more? ricevere @the? @stuff",
    ],
  },
  {
    word: "smettetela",
    strength: "bare",
    phrases: [
      "smettila|smettetela|smetterla|smettete|smetti|smetta|finitela|finiscila|finirla|piantatela|piantala|piantarla subito|ora|adesso|una_volta_per_tutte?",
      "la smetta|finisca|pianti|smettete|finite|smetti|piantate|vuole_smettere|volete_smettere|vuoi_smettere",
      "datevi|dateci|dacci|datti un_taglio|una_regolata|pace",
      "fatela|falla finita",
      "potete|puo|puoi|potreste|potrebbe|dovete|deve smettere|smetterla|finirla|piantarla",
    ],
  },
  {
    word: "smettetela",
    strength: "clear",
    phrases: [
      "la? smettila|smettetela|smetterla|smettete|smetti|smetta|smettere|smetterete|finitela|finiscila|finirla|finisca|pianti|piantatela|piantala|piantarla|smettiate|smettano di @writeMe|@callMe|@sendMe|@write|@call|@send|romper|rompere|rompermi @the? @stuff|le_scatole|le_palle|i_coglioni|il_cazzo? @here?",
      "la? smettila|smettetela|smetterla|smettete|smetti|smetta|smettere|finitela|finiscila|finisca|pianti|piantatela|piantala @to @the? @stuff|spam",
      "interrompete|interrompa|interrompi|cessate|cessi|sospendete|sospenda|bloccate|blocchi|fermate|fermi|disattivate|disattiva|disattivi|annullate @the? @stuff|invio_di_messaggi|l_invio_di_messaggi|l_invio_dei_messaggi|invio|ogni_contatto",
    ],
  },
  {
    word: "fermatevi",
    strength: "bare",
    phrases: [
      "fermatevi|fermati|fermarsi|fermatevi_qui",
      "si fermi|fermino",
      "fermate|ferma tutto?",
      "potete|puo fermarvi|fermarsi",
    ],
  },
];

/** Who says so wants no more of us, but asks for nothing in particular: a person has a look. */
export const refusalPhrases = {
  /** Also inside a longer sentence. */
  clear: [
    "non @me? interessa|interessano piu|affatto|proprio|assolutamente|minimamente|per_niente|per_nulla|molto?",
    "non @me? interessa|interessano piu? niente|nulla|la_cosa|l_offerta|la_proposta|il_servizio|la_vostra_offerta|la_vostra_proposta|questa_offerta|cambiare",
    "non @me? sono|siamo|saremmo|sarei piu|assolutamente|proprio|affatto|minimamente|per_niente? interessato|interessata|interessati|interessate",
    "non|nessun|senza ho|abbiamo? alcun|nessun|piu? interesse",
    "non ne @want|vuole piu? sapere piu|nulla|niente?",
    "non @want piu? saperne|sentirvi|sentirla|vedervi|aver_a_che_fare piu|niente|nulla?",
    "lasciatemi|lasciami|mi_lasci|mi_lasciate|lasciateci|lasci_mi|lasciarmi|lasciarci stare|in_pace|perdere|tranquillo|tranquilla|tranquilli",
    "not|never|no|aren_t|isn_t interested|intrested",
    "i|we m|am|are|re not|no_longer really|at_all? interested",
    "no_interest|no_longer_interested|uninterested",
    "leave @usMe the_hell|the_fuck? alone|be",
    "vi|la|ti|io_vi @threat",
    "ha|avete|hai sbagliato numero|persona",
    "wrong|not_the_right number|person",
    "i_ll|i_will|gonna report|block you|u",
    "numero sbagliato|errato",
    "avete|mi_avete|ci_avete|hai|mi_hai|ha rotto|stancato|stufato|scocciato le|i|il? palle|scatole|coglioni|cazzo?",
    "vaffanculo|andate_a_quel_paese|fuck_off|piss_off|go_away|get_lost",
    "non @want cambiare|aderire|passare @change?",
    "non ho_intenzione di_cambiare|di_aderire|di_mandarvi_niente|di_mandarvi_nulla @change?",
    "non fa|fanno per_me|per_noi|al_caso_mio|al_caso_nostro",
  ],
  /** Only where nothing else is said. */
  bare: [
    "no",
    "nope|nah",
    "nessun_interesse|non_serve|non_serve_piu|non_occorre|non_importa|non_grazie|niente_grazie|nulla_grazie",
    "non @want piu? nulla|niente|cambiare|aderire|continuare|procedere|proseguire|piu|farlo|farla|saperlo? piu?",
    "non ne @want piu?",
    "non lo|la|li|le @want piu?",
    "non @me serve|servono|occorre piu? niente|nulla|piu?",
    "non ho|abbiamo bisogno|piu_bisogno di_niente|di_nulla|di_voi?",
    "non ho_piu_bisogno di_niente|di_nulla|di_voi?",
    "non ne ho|abbiamo piu? bisogno",
    "non @me va piu?",
    "non se_ne_fa piu? nulla|niente",
    "rinuncio|rifiuto|declino|ci_rinuncio|disdico|annulla|annullate|annullo tutto?",
    "ho cambiato_idea|ci_ho_ripensato",
    "ci_ho_ripensato|ho_ripensato|cambiato_idea",
    "lascia|lasci|lasciate|lasciamo|lasciatela perdere|stare",
    "sono|siamo a_posto|apposto|a_posto_cosi|apposto_cosi",
    "sto|stiamo|va bene_cosi_grazie",
    "per_me|per_ora|per_il_momento no",
    "assolutamente|proprio|certo_che no",
    "non @callMe @here?",
    "non @me @call @here?",
    "spam|scam|truffa|truffatori|e_una_truffa|siete_dei_truffatori|this_is_spam|e_spam",
    "i|we do_not|don_t want|need it|this|that|anything|any|any_of_this?",
    "no|not need|for_me|today_thanks",
    "do_not|don_t call @usMe?",
    "mai|giammai|niente_da_fare|niente_affatto|neanche_per_sogno|sono_gia_a_posto|siamo_gia_a_posto|gia_a_posto",
    "non vi|le|ti? mando|invio|do piu? niente|nulla",
    "non ho_intenzione di_mandarvi|di_inviarvi|di_darvi|di_fare|di_cambiare niente|nulla?",
    "non_so_chi_siete|non_vi_conosco|non_la_conosco|chi_vi_conosce",
    "forget|drop it|about_it",
    "i_changed_my_mind|i_ve_changed_my_mind|changed_my_mind",
  ],
};

export const startPhrases: { word: string; phrases: string[] }[] = [
  {
    word: "start",
    phrases: [
      "start again|messages|sending|texting_me|messaging_me?",
      "restart|resume messages|sending?",
      "you_can|please text|message|write me again?",
    ],
  },
  { word: "unstop", phrases: ["unstop|resubscribe|subscribe|opt_in|opt_me_in|un_stop @usMe?"] },
  {
    word: "riprendi",
    phrases: [
      "riprendi|riprenda|riprendete|ricomincia|ricominci|ricominciate|riattiva|riattivate|riattivi a_scrivermi|a_mandarmi_messaggi|pure|i_messaggi|con_i_messaggi|l_invio?",
      "riattivami|riattivatemi|riscrivimi|riscrivetemi|mi_riscriva|mi_riattivi pure?",
      "potete|puo|puoi scrivermi|riscrivermi|contattarmi|ricontattarmi di_nuovo|ancora|pure",
      "potete|puo|puoi riscrivermi|riprendere|ricominciare a_scrivermi|pure|con_i_messaggi?",
      "scrivetemi|scrivimi|mi_scriva|mi_scriva_pure|mandatemi|contattatemi di_nuovo|ancora|pure|di_nuovo_i_messaggi|ancora_messaggi",
      "@want|voglio|vorrei ricevere|riavere|riprendere_a_ricevere di_nuovo|ancora? i|i_vostri? messaggi|comunicazioni di_nuovo|ancora?",
    ],
  },
  {
    word: "iscrivimi",
    phrases: [
      "iscrivimi|iscrivetemi|reiscrivimi|reiscrivetemi|riscrivetemi_alla_lista|mi_iscriva|mi_riscriva di_nuovo?",
    ],
  },
];

/** Changes nothing of what is asked. */
export const politePhrases = [
  "grazie|grazie_mille|mille_grazie|tante_grazie|grazie_tante|grazie_lo_stesso|grazie_comunque|la_ringrazio|vi_ringrazio|ti_ringrazio|grazie_di_tutto|grazie_mile",
  "per_favore|per_piacere|per_cortesia|cortesemente|gentilmente|prego|la_prego|vi_prego|ti_prego|per_carita|per_l_amor_di_dio|per_l_amore_di_dio",
  "buon_giorno|buon_sera|buona_sera|buona_giornata|buona_serata|buon_note|buona_note|buon_lavoro|buon_pomeriggio|salve|ciao|saluti|cordiali_saluti|distinti_saluti|arrivederci|addio|un_saluto|buone_cose",
  "scusa|scusi|scusate|mi_scusi|scusatemi|mi_spiace|mi_dispiace|mi_dispiace_ma|chiedo_scusa|spiacente|pardon|guardi|guardate|guarda|senta|sentite|senti|ascolti|ascolta|ascoltate",
  "signora|signore|signori|signorina|dottore|dottoressa|sig|ragazzi|gentili|gentile|cari|caro|cara|egregi|spettabile|spett",
  "ok|okay|va_bene|bene|allora|ora|adesso|subito|immediatamente|davvero|proprio|veramente|per_sempre|ripeto|definitivamente|finalmente|dai|su|eh|oh|ecco|e|ed|ma|pero|pertanto|quindi|percio|comunque|quanto_prima|al_piu_presto|da_oggi|da_ora|da_ora_in_poi|da_subito|d_ora_in_poi|da_adesso|anche|siete_gentili|gentilissimi|o|oppure|altrimenti|se_no|senno|grazie_a_dio",
  "si|ci_siamo_capiti|capito|avete_capito|chiaro|intesi|e_chiaro|mi_sono_spiegato|sono_stato_chiaro|sono_stata_chiara|basta_grazie",
  "ve_lo|te_lo|glielo|lo|vi|le|ti ho_gia|ho|avevo_gia|avevo|ripeto|chiedo detto|chiesto|scritto|detto_mille_volte di?",
  "vi|le|ti? ho_gia|ho|avevo_gia chiesto|detto|scritto di|che?",
  "vi|le|ti? chiedo|chiederei|chiediamo|pregherei|prego|invito|invitiamo|intimo|diffido|diffidiamo cortesemente|gentilmente|di_nuovo|ancora|per_favore? di|a",
  "si_prega|si_chiede|siete_pregati|e_pregato|e_pregata|siete_invitati|fatemi_la_cortesia|mi_faccia_la_cortesia|fatemi_il_favore|mi_faccia_il_favore|abbiate_la_cortesia|cercate di?",
  "potete|puo|puoi|potreste|potrebbe|potresti|vorrei|vorremmo|voglio|gradirei|preferirei|preferisco|vorrei_che|chiedo|chiediamo|desidero|posso per_favore|cortesemente|gentilmente? di?",
  "uffa|cazzo|che_palle|madonna|porca_miseria|accidenti|porco_dio|che_noia|che_rottura|vergogna|vergognatevi|maleducati|stalker|per_l_ennesima_volta|ennesima_volta|mille_volte|ultima_volta|per_l_ultima_volta|un_altra_volta|di_nuovo",
  "please|thanks|thank_you|thanks_a_lot|many_thanks|thank_you_very_much|cheers|hello|hi|hey|dear|regards|kind_regards|best_regards|sorry|im_sorry|i_m_sorry|sir|madam|guys|bye|goodbye|good_morning|good_evening|good_afternoon|have_a_nice_day|have_a_good_day|excuse_me|yes|just|now|right_now|immediately|and|but|or|so|really|for_good|i_said|i_told_you|i_ask_you_to|i_am_asking_you_to|asap|ok_thanks|to_all|kindly|again|seriously|for_the_last_time|enough",
  "can|could|would|will you|u please|just?",
  "i|we want|would_like|d_like|need you|u? to",
  "sono|firmato|mi_chiamo|sono_il_sig|sono_la_sig|this_is|i_m|sono_il_signor|sono_la_signora @name",
  "@name",
];

/** Right before a phrase, it makes a question or a condition of it, or its opposite. */
export const turnsRound =
  "che perche se quando mai finche come non why if when because unless don do not never senza nessuno chi purche until anche never mica".split(
    " ",
  );
/** Right behind a phrase, it says when or by what way: about the manner, not about the wish. */
export const narrows =
  "di la il lo le a al ala ale alo dopo prima oggi domani stasera stamatina stanote fino finche in durante tra fra nel nela per after before until at on tomorrow today tonight by during while so sul su perche that".split(
    " ",
  );
/** The wish has another side. */
export const butWords =
  "ma pero solo soltanto invece anzi tranne bensi piutosto only but except instead rather however".split(" ");
