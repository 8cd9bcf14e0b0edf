/** As Meta sends that there are leads (docs, lead ads webhooks): several in one body, ids as numbers or as text. */
export const notices = (...ids: (string | number)[]) => ({
  object: "page",
  entry: [
    {
      id: "153125381133",
      time: 1795258140,
      changes: ids.map((id) => ({
        field: "leadgen",
        value: {
          leadgen_id: id,
          page_id: "153125381133",
          form_id: 6031273213213,
          adgroup_id: "12312312312",
          ad_id: "12312312312",
          created_time: 1795258140,
        },
      })),
    },
  ],
});

/** One lead as Graph tells it (docs, retrieving leads); slugs of custom questions keep their accents. */
export const graphLead = (id: string, over: object = {}) => ({
  id,
  created_time: "2026-11-21T08:49:00+0000",
  ad_id: "12312312312",
  ad_name: "Video stalla",
  adset_id: "23845000000000002",
  adset_name: "Veneto 35-60",
  campaign_id: "23845000000000001",
  campaign_name: "Agrisolare autunno",
  form_id: "6031273213213",
  is_organic: false,
  platform: "ig",
  field_data: [
    { name: "full_name", values: ["Nicolò D’Angelo"] },
    { name: "phone_number", values: ["+393331234567"] },
    { name: "email", values: ["Nicolo@Example.com"] },
    { name: "qual_è_il_tuo_consumo_annuo?", values: ["più_di_50.000_kwh"] },
  ],
  custom_disclaimer_responses: [
    { checkbox_key: "marketing_consent", is_checked: "1" },
    { checkbox_key: "third_parties", is_checked: "" },
  ],
  ...over,
});

export const graphForm = {
  id: "6031273213213",
  name: "Fotovoltaico stalle",
  page: { id: "153125381133", name: "Greengen Group" },
  questions: [{ key: "qual_è_il_tuo_consumo_annuo?", label: "Qual è il tuo consumo annuo?", type: "CUSTOM" }],
  legal_content: {
    custom_disclaimer: {
      checkboxes: [
        { key: "marketing_consent", text: "Acconsento a ricevere offerte via WhatsApp.", is_required: false },
        { key: "third_parties", text: "Acconsento alla cessione a terzi.", is_required: false },
      ],
    },
  },
};
