import type { Template } from "./template.ts";

/** Each business has the first; the others are what this one had approved. */
export function seedTemplates(): Template[] {
  const common = {
    status: "APPROVED",
    rejected_reason: "NONE",
    quality_score: { score: "UNKNOWN" },
  } as const;
  return [
    {
      ...common,
      id: "400000000000001",
      name: "hello_world",
      language: "en_US",
      category: "UTILITY",
      parameter_format: "POSITIONAL",
      components: [
        { type: "HEADER", format: "TEXT", text: "Hello World" },
        { type: "BODY", text: "Welcome and congratulations!! This message demonstrates a template." },
        { type: "FOOTER", text: "WhatsApp Business Platform sample message" },
      ],
    },
    {
      ...common,
      id: "400000000000002",
      name: "bolletta_dopo_chiamata",
      language: "it",
      category: "UTILITY",
      parameter_format: "POSITIONAL",
      message_send_ttl_seconds: 43_200,
      components: [
        {
          type: "BODY",
          text: "Buongiorno {{1}}, come concordato al telefono può mandarci qui una foto o il PDF della sua bolletta della luce. Grazie, Greengen Group.",
          example: { body_text: [["Azienda Agricola Rossi"]] },
        },
      ],
    },
    {
      ...common,
      id: "400000000000003",
      name: "bolletta_promemoria",
      language: "it",
      category: "UTILITY",
      parameter_format: "NAMED",
      components: [
        {
          type: "BODY",
          text: "Buongiorno {{nome}}, per finire la verifica che ci ha chiesto al telefono manca ancora la sua bolletta della luce.",
          example: { body_text_named_params: [{ param_name: "nome", example: "Azienda Agricola Rossi" }] },
        },
        {
          type: "BUTTONS",
          buttons: [
            { type: "QUICK_REPLY", text: "La mando ora" },
            { type: "QUICK_REPLY", text: "Richiamatemi" },
          ],
        },
      ],
    },
  ];
}
