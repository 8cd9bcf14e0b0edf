/** The company's own WhatsApp, as Wasender's session knows it. */
export const OWN_NUMBER = {
  name: "Greengen Group",
  phone: "+390299990000",
  pn: "390299990000@s.whatsapp.net",
  lid: "199990000111222@lid",
} as const;
