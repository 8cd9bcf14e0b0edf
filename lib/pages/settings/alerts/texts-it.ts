import type { AlertKind } from "../../../model/codes.ts";

/** Words of the page that says where alerts go. */
export const alertsIt = {
  title: "Avvisi",
  intro:
    "Quando qualcosa si ferma, Aftercall ti avvisa anche fuori dal monitor: una volta quando comincia, una quando finisce.",
  summary: (slack: boolean, mail: boolean): string =>
    slack && mail ? "Slack ed e-mail" : slack ? "Slack" : mail ? "E-mail" : "Solo nel monitor",
  webhook: "Slack",
  webhookHelp:
    "In Slack crea un «incoming webhook» per il canale che vuoi e incolla qui il suo indirizzo. Chi lo conosce può scrivere nel canale: qui non si vede più.",
  url: "Indirizzo del webhook",
  goesTo: "Va a",
  environment: "l'indirizzo della configurazione del server",
  nowhere: "Nessuno: gli avvisi si vedono solo nel monitor.",
  email: "E-mail",
  emailHelp:
    "Serve un servizio che spedisce per HTTPS come Resend. Da qui partono anche i riepiloghi che ognuno sceglie nel suo profilo.",
  apiUrl: "Indirizzo del servizio",
  key: "Chiave del servizio",
  keyHelp: "Non si vede più dopo il salvataggio.",
  keyKept: (end: string) => `Vuoto: resta quella che finisce per ${end}, se non cambi l'indirizzo.`,
  from: "Mittente",
  fromHelp: "Di un dominio che il servizio conosce, per esempio Aftercall <avvisi@azienda.it>.",
  to: "Chi riceve gli avvisi",
  toHelp: "Un indirizzo per riga, al massimo 20.",
  facts: { from: "Mittente", to: "A", service: "Servizio" },
  ending: (end: string) => `chiave …${end}`,
  setAt: "Impostato",
  setUp: "Imposta",
  save: "Salva",
  remove: "Togli",
  removeHelp: "Da qui non arrivano più avvisi. Per rimetterlo serve di nuovo l'indirizzo o la chiave.",
  removeMail: "Da qui non arrivano più né avvisi né riepiloghi. Per rimetterla serve di nuovo la chiave.",
  removeConfirm: "Conferma: togli",
  kinds: "Quali avvisi",
  kindsHelp: "Nel monitor si vedono sempre tutti.",
  kind: {
    late: "I messaggi partono in ritardo",
    channel_down: "Il numero WhatsApp si è scollegato",
    auth_failed: "Una chiave o un piano non vale più",
    cap_reached: "Raggiunto il limite di messaggi",
    source_silent: "Da un collegamento non arriva più niente",
    calls_lost: "Chiamate che non si leggono",
    job_failed: "Aftercall non riesce a fare qualcosa",
    task_failed: "Un lavoro non è riuscito",
    registry_due: "Il Registro delle opposizioni è da richiedere",
    leads_at_risk: "I contatti dei moduli non si leggono, o presto non si leggeranno",
    number_at_risk: "WhatsApp dice che un numero rischia",
  } satisfies Record<AlertKind, string>,
  test: "Manda una prova",
  testHelp: "Scrive a ogni destinatario e dice qui che cosa ha risposto.",
  tested: "Prova:",
  answered: (status: number) => `ha risposto ${status}`,
  noAnswer: "nessuna risposta",
  arrived: "arrivata",
  refused: "non accettata",
  nobody: "Non c'è ancora nessuno a cui scrivere: imposta Slack o l'e-mail.",
  noKeys: "Per salvare un indirizzo o una chiave serve CHANNEL_KEYS nella configurazione del server.",
  wrong: {
    url: "Serve un indirizzo che comincia per https:// e porta su internet.",
    key: "Incolla la chiave: almeno 8 caratteri, senza spazi.",
    from: "Scrivi un indirizzo e-mail, anche con un nome prima: Aftercall <avvisi@azienda.it>.",
    to: "Scrivi da uno a 20 indirizzi e-mail, uno per riga.",
  } as Record<string, string>,
  notices: {
    receiver_saved: "Salvato. Manda una prova per vedere se arriva.",
    receiver_removed: "Tolto.",
    kinds_saved: "Salvato.",
  } as Record<string, string>,
};

export type AlertsTexts = typeof alertsIt;
