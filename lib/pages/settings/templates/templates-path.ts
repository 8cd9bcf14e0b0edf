export const templatesPath = "/monitor/settings/templates";
/** Where they are written for WhatsApp's reviewers. */
export const reviewPath = `${templatesPath}/whatsapp`;
