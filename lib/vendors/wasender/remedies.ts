/** What staff do about each reason for which a session cannot send. */
export const remedies = {
  it: {
    bad_key:
      "Copia la chiave API della sessione da Wasender nelle impostazioni di Aftercall (WHATSAPP_API_TOKEN).",
    plan_ended: "Rinnova il piano su wasenderapi.com. Poi gli invii riprendono da soli.",
    session_down:
      "Apri Wasender, voce Sessions, e ricollega il telefono con il codice QR. Poi riprende da solo.",
  },
  en: {
    bad_key: "Copy the session's API key from Wasender into Aftercall's settings (WHATSAPP_API_TOKEN).",
    plan_ended: "Renew the plan on wasenderapi.com. Sending then resumes by itself.",
    session_down:
      "Open Wasender, Sessions, and connect the phone again with the QR code. It then resumes by itself.",
  },
};
