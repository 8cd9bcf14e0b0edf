/** A submission as Google posts it (Lead form webhook, implementation), without the key. */
export function googleLead(n: number, over: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    lead_id: `TeSter-${n}`,
    user_column_data: [
      { column_name: "Full Name", string_value: "Anna Bianchi", column_id: "FULL_NAME" },
      {
        column_name: "User Phone",
        string_value: `+39333${String(1_000_000 + n)}`,
        column_id: "PHONE_NUMBER",
      },
      { column_name: "User Email", string_value: `Anna${n}@Example.com`, column_id: "EMAIL" },
      { column_name: "Quanti capi hai?", string_value: "120", column_id: "quanti_capi_hai?" },
    ],
    api_version: "1.0",
    form_id: 40_000_000_017,
    campaign_id: 50_000_000_017,
    adgroup_id: 60_000_000_017,
    creative_id: 70_000_000_017,
    gcl_id: "Cj0KCQ",
    lead_submit_time: "2026-11-21T10:00:00+01:00",
    ...over,
  };
}
